/* The program: which command was asked for? It finds the command by name and hands it the rest of the
 * arguments; each command is one file in this folder. Only here does a status become text and an exit code:
 * 0 done, 2 usage, 3 bad input, 4 stopped at a limit, 5 file or system error, 130 interrupted. */
#include "sim/parley.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--version") == 0) {
    printf("parley %s\n", parley_version());
    return 0;
  }
  fputs("usage: parley --version\n", stderr);
  return 2;
}
