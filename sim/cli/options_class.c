/* The options of the classroom's commands: class and play. */
#include "sim/cli/cli.h"

#include <stdio.h>

static bool take_minutes(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 5, 600, &options->minutes, wrong, size);
}

static bool take_players(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 1, 1000, &options->players, wrong, size);
}

static bool take_tables(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 1, 32, &options->tables, wrong, size);
}

static bool take_port(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 1, 65535, &options->port, wrong, size);
}

static bool take_rounds(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 1, 100, &options->rounds, wrong, size);
}

static bool take_alias(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)value, (void)wrong, (void)size;
  return options->alias = true;
}

static bool take_lan(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)value, (void)wrong, (void)size;
  return options->lan = true;
}

static bool take_filled(const char **out, const char *value, char *wrong, size_t size) {
  *out = value;
  if (value[0] == '\0') snprintf(wrong, size, "the value is empty");
  return value[0] != '\0';
}

static bool take_host(cli_options *options, const char *value, char *wrong, size_t size) {
  options->lan = true;
  return take_filled(&options->host, value, wrong, size);
}

static bool take_out(cli_options *options, const char *value, char *wrong, size_t size) {
  return take_filled(&options->folder, value, wrong, size);
}

static bool take_as(cli_options *options, const char *value, char *wrong, size_t size) {
  return take_filled(&options->role, value, wrong, size);
}

const cli_option cli_option_alias = {"alias", '\0', NULL, "invented names instead of the actors'",
                                     take_alias};
static bool take_bots(cli_options *options, const char *value, char *wrong, size_t size) {
  return take_filled(&options->bots, value, wrong, size);
}

const cli_option cli_option_bots = {"bots", '\0', "STRATEGY",
                                    "how bots in empty seats bargain: boulware (gives way late), conceder "
                                    "(at once), any of `parley list` that makes offers",
                                    take_bots};
const cli_option cli_option_as = {"as", '\0', "ACTOR", "the actor that you play", take_as};
static bool take_language(cli_options *options, const char *value, char *wrong, size_t size) {
  return take_filled(&options->language, value, wrong, size);
}

const cli_option cli_option_language = {
    "language", '\0', "LANG", "what people read: en (default), de, fr; ar: the phone's, the rest in English",
    take_language};
const cli_option cli_option_host = {
    "host", '\0', "ADDRESS", "what phones are told, an address or a name; listens on the local network",
    take_host};
const cli_option cli_option_rounds = {
    "rounds", '\0', "N", "rounds of moves or offers, 1 to 100; default: as the scenario says", take_rounds};
const cli_option cli_option_lan = {
    "lan", '\0', NULL, "listen on the local network; without it only this machine can connect", take_lan};
const cli_option cli_option_minutes = {
    "minutes", '\0', "N", "length of the lesson, 5 to 600; 45 (default), 75 and 120 are laid out by hand",
    take_minutes};
const cli_option cli_option_out = {"out", '\0', "DIR", "the session's folder, made if it is not there",
                                   take_out};
const cli_option cli_option_players = {"players", '\0', "N",
                                       "how many people there will be; default: one a role", take_players};
const cli_option cli_option_port = {"port", '\0', "N", "the port to listen on; default 8080, or a free one",
                                    take_port};
const cli_option cli_option_tables = {
    "tables", '\0', "N", "how many groups play side by side; default: as many as the players fill",
    take_tables};
