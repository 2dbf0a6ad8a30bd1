/* The program as a script and a person meet it: exit codes, what goes where, what a failure leaves behind. */
#define _XOPEN_SOURCE 700 /* posix_openpt */
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SALE    "tests/golden/scenarios/sale.json"
#define BIG     "scenarios/istanbul-2022-first.json"
#define ENDLESS "--engine", "enumerate", "--set", "/rules=null", BIG /* 2e11 bundles, one by one: hours */
/* Some 10^10 bundles, one by one: half a minute and more, of which listing the memberships takes a hundredth. */
#define LONG                                                                                                 \
  "--engine", "enumerate", "--set", "/rules/nothing-to-activate=null", "--set",                              \
      "/rules/assurance-form=null", "--set", "/rules/guarantee-helps=null", "--set",                         \
      "/rules/mutual-defence-helps=null", "--set", "/rules/deadline-needs-clock=null", "--set",              \
      "/rules/membership-is-article-5=null", BIG
#define ARGS(...) ((const char *[]){__VA_ARGS__, NULL})

/* Runs and checks the exit code; standard output must be empty where the code is not 0 and `quiet`. */
static test_output run(const char *const arguments[], int status) {
  test_output said = test_parley(arguments, NULL);
  ck_assert_msg(said.status == status, "parley %s: exit code %d, expected %d\n%s", arguments[0], said.status,
                status, said.err);
  return said;
}

static void fails(const char *const arguments[], int status, const char *message) {
  test_output said = run(arguments, status);
  ck_assert_msg(strstr(said.err, message) != NULL, "expected \"%s\" in:\n%.3000s", message, said.err);
  ck_assert_str_eq(said.out, "");
  test_output_done(&said);
}

START_TEST(wrong_usage_is_2_with_a_hint) {
  fails(ARGS("slove", SALE), 2, "unknown command \"slove\"; did you mean \"solve\"?");
  fails(ARGS("--frmat"), 2, "unknown option \"--frmat\"");
  fails(ARGS("solve", "--fromat", "json", SALE), 2, "unknown option --fromat; did you mean --format?");
  fails(ARGS("solve", "--format", "jsn", SALE), 2,
        "\"jsn\" is none of text, json, csv, csv-rows; did you mean json?");
  fails(ARGS("solve", "--format"), 2, "--format needs a value");
  fails(ARGS("solve", "--help=x", SALE), 2, "--help takes no value");
  fails(ARGS("solve", "-format", SALE), 2, "long options have two dashes");
  fails(ARGS("solve"), 2, "a scenario file is missing");
  fails(ARGS("solve", SALE, "more"), 2, "\"more\" is one word too many");
  fails(ARGS("solve", "--threads", "0", SALE), 2, "\"0\" is no whole number from 1 to 1024");
  fails(ARGS("solve", "--threads", "99999999999999999999", SALE), 2, "is no whole number");
  fails(ARGS("solve", "--time-limit", "soon", SALE), 2, "\"soon\" is no time");
  fails(ARGS("solve", "--memory", "3", SALE), 2, "is no size");
  fails(ARGS("solve", "--set", "price=1", SALE), 2, "is not POINTER=VALUE");
  fails(ARGS("solve", "--over", "stabel", SALE), 2, "did you mean stable?");
  fails(ARGS("solve", "--red-lines", "russia/r-ru4", BIG), 2, "russia/r-ru5");
  fails(ARGS("explain", SALE), 2, "name a bundle with --design ID or --bundle");
  fails(ARGS("explain", "--format", "csv", "--design", "x", SALE), 2, "\"csv\" is none of text, json");
  fails(ARGS("check", "--format", "csv", SALE), 2, "\"csv\" is none of text, json");
}
END_TEST

START_TEST(a_bundle_may_be_typed) {
  fails(ARGS("explain", "--design", "istambul", BIG), 2, "did you mean \"istanbul\"?");
  fails(ARGS("explain", "--bundle", "price=hihg,date=spring", SALE), 2,
        "no option \"hihg\" of price; did you mean \"high\"?");
  fails(ARGS("explain", "--bundle", "prise=high", SALE), 2,
        "no issue or candidate \"prise\"; did you mean \"price\"?");
  fails(ARGS("explain", "--bundle", "price", SALE), 2, "\"price\" in the bundle is no issue=option");
  fails(ARGS("explain", "--bundle", "price=high", SALE), 2, "the bundle leaves open: date");
  fails(ARGS("explain", "--bundle", "price=high,price=low,date=spring", SALE), 2,
        "the issue price is given twice");
  fails(ARGS("explain", "--bundle", "seller=out,price=high,date=spring", SALE), 2, "seller is no candidate");
  fails(ARGS("explain", "--design", "istanbul", "--bundle", "p5=in", BIG), 2, "p5 follows from the others");
  fails(ARGS("explain", "--design", "istanbul", "--bundle", "us=army", BIG), 2, "no level \"army\"");
  test_output said = run(ARGS("explain", "--bundle", "price=middle,date=autumn", SALE), 0);
  ck_assert_msg(strstr(said.out, "IS ACCEPTABLE") != NULL, "expected the verdict in:\n%.3000s", said.out);
  test_output_done(&said);
}
END_TEST

START_TEST(help_is_there_for_everything) {
  static const char *const commands[] = {"solve",  "explain", "check", "show",
                                         "schema", "new",     "list",  "compare"};
  for (int k = 0; k < 8; k++) {
    test_output said = run(ARGS(commands[k], "--help"), 0), same = run(ARGS("help", commands[k]), 0);
    ck_assert_msg(strstr(said.out, "Options:") != NULL && strstr(said.out, "Examples:") != NULL, "%s",
                  said.out);
    ck_assert_str_eq(said.out, same.out);
    for (char *line = strtok(said.out, "\n"); line != NULL; line = strtok(NULL, "\n"))
      ck_assert_msg(strlen(line) <= 100, "longer than 100 columns: %s", line);
    test_output_done(&said);
    test_output_done(&same);
  }
}
END_TEST

START_TEST(bad_input_is_3_and_a_missing_file_5) {
  fails(ARGS("check", "tests/golden/scenarios/no-such.json"), 5, "no such file");
  fails(ARGS("solve", "--set", "/actors/seller/reservation=high", SALE), 3, "error[P");
  test_output said = test_parley(ARGS("check", "-"), "{\"parley\": 1");
  ck_assert_int_eq(said.status, 3);
  ck_assert_str_eq(said.out, "");
  ck_assert_msg(strstr(said.err, "--> standard input:1:") != NULL, "expected the place in:\n%.3000s",
                said.err);
  test_output_done(&said);
}
END_TEST

START_TEST(under_json_problems_are_an_array) {
  test_output said = test_parley(ARGS("solve", "--format", "json", "-"), "{\"parley\": 1}");
  cJSON *json = cJSON_Parse(said.err);
  ck_assert_int_eq(said.status, 3);
  ck_assert_str_eq(said.out, "");
  ck_assert_msg(cJSON_IsArray(json) && cJSON_GetArraySize(json) > 0,
                "expected an array on standard error:\n%.3000s", said.err);
  cJSON_Delete(json);
  test_output_done(&said);
  said = test_parley(ARGS("check", "--format", "json", SALE, "-"), "{\"parley\": 1}");
  json = cJSON_Parse(said.out);
  ck_assert_int_eq(said.status, 3);
  ck_assert_msg(cJSON_IsArray(json) && cJSON_GetArraySize(json) > 0,
                "expected an array on standard output:\n%.3000s", said.out);
  ck_assert_str_eq(said.err, "");
  cJSON_Delete(json);
  test_output_done(&said);
}
END_TEST

/* A shell command with $P as the program. */
static test_output shell(const char *command) {
  char line[600];
  snprintf(line, sizeof line, "P='%s'; %s", test_program(), command);
  return test_run((const char *[]){"sh", "-c", line, NULL}, NULL);
}

START_TEST(output_that_does_not_arrive_is_5) {
  static const struct {
    const char *command, *message;
  } rows[] = {
      {"$P show " SALE " >/dev/full", "cannot write standard output: No space left"},
      {"$P solve " SALE " >/dev/full", "cannot write standard output: No space left"},
      {"$P --help >/dev/full", "cannot write standard output: No space left"},
      {"$P show " SALE " >&-", "cannot write standard output"},
      {"{ $P show " BIG "; echo $? >&2; } | true; sleep 0.1", "cannot write standard output: Broken pipe\n5"},
      {"$P show -o /dev/full " SALE, "cannot write /dev/full: No space left"},
      {"$P show -o /no/such/folder/x " SALE, "cannot write /no/such/folder/x: No such file"},
      {"$P show -o tests " SALE, "cannot write tests: Is a directory"},
      {"$P show - <&-", "cannot read"},
  };
  for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
    test_output said = shell(rows[k].command);
    ck_assert_msg(strstr(said.err, rows[k].message) != NULL, "%s: expected \"%s\" in:\n%.3000s",
                  rows[k].command, rows[k].message, said.err);
    if (strstr(rows[k].command, "sleep") == NULL)
      ck_assert_msg(said.status == 5, "%s: exit code %d, expected 5", rows[k].command, said.status);
    test_output_done(&said);
  }
}
END_TEST

START_TEST(a_file_appears_whole_or_not_at_all) {
  test_output said =
      shell("d=$(mktemp -d); "
            "echo old >$d/kept; $P solve --set /x=1 -o $d/kept " SALE " 2>/dev/null; "
            "$P show -o $d/new " SALE "; ln -s new $d/link; $P show -o $d/link " SALE "; "
            "cat $d/kept; $P show " SALE " | cmp - $d/new && ls $d && readlink $d/link; rm -r $d");
  ck_assert_str_eq(said.out, "old\nkept\nlink\nnew\nnew\n");
  test_output_done(&said);
}
END_TEST

START_TEST(colour_only_where_it_is_wanted) {
  test_output said =
      shell("unset NO_COLOR; TERM=xterm $P solve " SALE " | grep -c '\033'; "
            "$P solve --color always " SALE " | grep -c '\033' | grep -v '^0' >/dev/null && echo colour; "
            "NO_COLOR=1 $P solve --color auto " SALE " | grep -c '\033'");
  ck_assert_str_eq(said.out, "0\ncolour\n0\n");
  test_output_done(&said);
}
END_TEST

/* Runs the program with a terminal as its standard output and error; returns what it wrote there. Heap. */
static char *on_a_terminal(const char *const argv[], bool no_color) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  ck_assert_int_ge(master, 0);
  ck_assert_int_eq(grantpt(master) | unlockpt(master), 0);
  int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  ck_assert_int_ge(slave, 0);
  pid_t pid = fork();
  if (pid == 0) {
    char *root = test_path("");
    if (chdir(root) != 0 || dup2(slave, 1) < 0 || dup2(slave, 2) < 0) _exit(126);
    setenv("TERM", "xterm", 1);
    if (no_color)
      setenv("NO_COLOR", "1", 1);
    else
      unsetenv("NO_COLOR");
    execv(test_program(), (char *const *)argv);
    _exit(127);
  }
  close(slave);
  size_t used = 0, room = 1 << 20;
  char *text = calloc(room, 1);
  for (ssize_t n; text != NULL && used + 1 < room && (n = read(master, text + used, room - used - 1)) > 0;)
    used += (size_t)n;
  close(master);
  int status;
  waitpid(pid, &status, 0);
  ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "expected exit code 0 on a terminal");
  return text;
}

START_TEST(a_terminal_gets_colour_and_no_color_is_heeded) {
  const char *const argv[] = {"parley", "solve", SALE, NULL};
  char *colored = on_a_terminal(argv, false), *plain = on_a_terminal(argv, true);
  ck_assert_msg(strstr(colored, "\033[1m") != NULL, "expected colours in:\n%.3000s", colored);
  ck_assert_msg(strstr(plain, "\033[") == NULL, "expected no colours in:\n%.3000s", plain);
  free(colored);
  free(plain);
}
END_TEST

/* Whether the process catches SIGINT by now, as its status file says. */
static bool catches_interrupts(pid_t pid) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
  FILE *status = fopen(path, "r");
  unsigned long long caught = 0;
  while (status != NULL && fgets(line, sizeof line, status) != NULL)
    if (sscanf(line, "SigCgt: %llx", &caught) == 1) break;
  if (status != NULL) fclose(status);
  return (caught >> (SIGINT - 1) & 1) != 0;
}

/* Starts the program, interrupts it `pause` seconds after it began to listen, returns its exit code. Standard
   output goes to `out`. What is run has to last for hours: then no machine is so fast that it has ended
   before. */
static int interrupted(const char *const argv[], unsigned pause, FILE *out) {
  pid_t pid = fork();
  if (pid == 0) {
    char *root = test_path("");
    if (chdir(root) != 0 || dup2(fileno(out), 1) < 0) _exit(126);
    execv(test_program(), (char *const *)argv);
    _exit(127);
  }
  const struct timespec moment = {0, 20000000};
  for (int status; !catches_interrupts(pid); nanosleep(&moment, NULL))
    ck_assert_msg(waitpid(pid, &status, WNOHANG) == 0,
                  "expected a program that runs until it is interrupted");
  sleep(pause);
  kill(pid, SIGINT);
  int status;
  waitpid(pid, &status, 0);
  ck_assert_msg(WIFEXITED(status), "the first Ctrl-C must not kill the program");
  return WEXITSTATUS(status);
}

/* Nothing on standard output: the scenario was still being made ready when the interrupt came; it is tried
 * later. */
START_TEST(ctrl_c_prints_what_is_known) {
  const char *const argv[] = {"parley", "solve", "--format", "json", ENDLESS, NULL};
  char *text = calloc(1 << 20, 1);
  for (unsigned pause = 1; pause < 64 && text[0] == 0; pause *= 2) {
    FILE *out = tmpfile();
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(interrupted(argv, pause, out), 130);
    rewind(out);
    ck_assert_uint_lt(fread(text, 1, (1 << 20) - 1, out), 1 << 20);
    fclose(out);
  }
  cJSON *json = cJSON_Parse(text);
  ck_assert_msg(json != NULL, "expected whole JSON:\n%.3000s", text);
  ck_assert_str_eq(cJSON_GetObjectItem(json, "outcome")->valuestring, "limit_reached");
  ck_assert_str_eq(cJSON_GetObjectItem(json, "stopped_by")->valuestring, "interrupted");
  cJSON_Delete(json);
  free(text);
}
END_TEST

/* While the memberships are listed, when nothing was looked at yet; and while bundles are. */
START_TEST(a_time_limit_is_4) {
  test_output listing = run(ARGS("solve", "--time-limit", "300ms", ENDLESS), 4);
  test_output looking = run(ARGS("solve", "--time-limit", "1s", "--threads", "1", LONG), 4);
  const test_output *said[] = {&listing, &looking};
  for (int k = 0; k < 2; k++) {
    ck_assert_msg(strstr(said[k]->out, "Not everything is decided: time limit.") != NULL,
                  "expected it in:\n%.3000s", said[k]->out);
    ck_assert_msg(strstr(said[k]->out, "NAMED DESIGNS") != NULL, "expected the designs in:\n%.3000s",
                  said[k]->out);
    ck_assert_str_eq(said[k]->err, "parley: not everything is decided: time limit\n");
  }
  bool bounds = strstr(listing.out, "at least 0") != NULL || strstr(listing.out, " 0 to ") != NULL;
  ck_assert_msg(bounds, "expected bounds in:\n%.3000s", listing.out);
  test_output_done(&listing);
  test_output_done(&looking);
}
END_TEST

START_TEST(show_is_a_fixed_point) {
  test_output once = run(ARGS("show", BIG), 0), twice = test_parley(ARGS("show", "-"), once.out);
  ck_assert_int_eq(twice.status, 0);
  ck_assert_str_eq(once.out, twice.out);
  test_output_done(&once);
  test_output_done(&twice);
}
END_TEST

START_TEST(threads_do_not_change_a_byte) {
  test_output one =
      run(ARGS("solve", "-j1", "--format=json", "tests/golden/scenarios/two-guarantors.json"), 0);
  test_output two =
      run(ARGS("solve", "-j", "2", "--format", "json", "tests/golden/scenarios/two-guarantors.json"), 0);
  ck_assert_str_eq(one.out, two.out);
  test_output_done(&one);
  test_output_done(&two);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/cli");
  TCase *program = tcase_create("program");
  tcase_set_timeout(program, 120);
  tcase_add_test(program, wrong_usage_is_2_with_a_hint);
  tcase_add_test(program, a_bundle_may_be_typed);
  tcase_add_test(program, help_is_there_for_everything);
  tcase_add_test(program, bad_input_is_3_and_a_missing_file_5);
  tcase_add_test(program, under_json_problems_are_an_array);
  tcase_add_test(program, output_that_does_not_arrive_is_5);
  tcase_add_test(program, a_file_appears_whole_or_not_at_all);
  tcase_add_test(program, colour_only_where_it_is_wanted);
  tcase_add_test(program, a_terminal_gets_colour_and_no_color_is_heeded);
  tcase_add_test(program, ctrl_c_prints_what_is_known);
  tcase_add_test(program, a_time_limit_is_4);
  tcase_add_test(program, show_is_a_fixed_point);
  tcase_add_test(program, threads_do_not_change_a_byte);
  suite_add_tcase(suite, program);
  return suite;
}
