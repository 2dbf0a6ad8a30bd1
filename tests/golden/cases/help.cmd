# All commands.
--help
