/* What happens where one call of the system fails, whichever it is? Every command here is run on small files once
 * for each of its allocations (and writes, opens, renames ...), with that one failing. Then:
 *
 *   - no crash, and no endless run;
 *   - exit code 0 only with the very output of an undisturbed run: a failure that was worked around;
 *   - else exit code 5, and standard error says so (of a file that cannot be read, the list of problems that was asked
 *     for as JSON may); nothing else may be called the reason;
 *   - nothing lost: no more blocks stay allocated than after an undisturbed run;
 *   - no file under its final name that is not whole.
 *
 * Usage: torture PARLEY-FAILING ROOT [all | COMMAND]; prints TAP. Without "all" every command gets at most SAMPLE points
 * a kind, spread evenly, and SITES of the places that ask for memory; with PARLEY_TORTURE_SITES every place.
 * PARLEY_TORTURE=KIND:N plays one point of every command and shows it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SAMPLE = 24, SITES = 60, SECONDS = 20, MOST_SHOWN = 5, N_KINDS = 8 };

/* `{}` in an argument stands for the source folder. */
static const struct command {
  const char *name;
  const char *argv[18];
  const char *made;   /* a file that the command makes, or NULL */
  const char *before; /* a shell command to come first, or NULL */
} commands[] = {
    {.name = "check", .argv = {"check", "{}/tests/golden/scenarios/two-guarantors.json"}},
    {.name = "check of a broken file", .argv = {"check", "{}/tests/torture/broken.json"}},
    {.name = "show", .argv = {"show", "{}/tests/torture/part.json"}},
    {.name = "solve", .argv = {"solve", "--threads", "1", "{}/tests/golden/scenarios/two-guarantors.json"}},
    {.name = "solve to a file",
     .argv = {"solve", "--threads", "1", "--format", "json", "-o", "made",
              "{}/tests/golden/scenarios/sale.json"},
     .made = "made"},
    {.name = "solve as csv",
     .argv = {"solve", "--threads", "1", "--format", "csv", "{}/tests/golden/scenarios/sale.json"}},
    {.name = "explain",
     .argv = {"explain", "--threads", "1", "--design", "pact",
              "{}/tests/golden/scenarios/two-guarantors.json"}},
    {.name = "compare",
     .argv = {"compare", "--threads", "1", "{}/tests/golden/scenarios/two-guarantors.json", "--set",
              "/actors/home/reservation=0.1"}},
    {.name = "sweep",
     .argv = {"sweep", "--jobs", "1", "{}/tests/golden/scenarios/sale.json", "--vary",
              "/actors/*/reservation=0.2:0.6", "--method", "random", "--n", "3", "--out", "made"},
     .made = "made/results.csv"},
    {.name = "sensitivity",
     .argv = {"sensitivity", "swept"},
     .before = "$P sweep --jobs 1 $R/tests/golden/scenarios/sale.json --vary '/actors/*/reservation=0.2:0.6' "
               "--method random --n 9 --out swept 2>log"},
    {.name = "report",
     .argv = {"report", "--threads", "1", "{}/tests/golden/scenarios/sale.json", "-o", "made.md"},
     .made = "made.md"},
    {.name = "report of a saved result",
     .argv = {"report", "saved.json", "-o", "made.md"},
     .made = "made.md",
     .before =
         "$P solve --threads 1 --format json -o saved.json $R/tests/golden/scenarios/two-guarantors.json"},
    {.name = "report as a page",
     .argv = {"report", "--threads", "1", "{}/tests/golden/scenarios/two-guarantors.json", "-o", "made.html"},
     .made = "made.html"},
    {.name = "report of a sweep",
     .argv = {"report", "--threads", "1", "swept", "-o", "made.md"},
     .made = "made.md",
     .before = "rm -rf swept; $P sweep --jobs 1 $R/tests/golden/scenarios/sale.json --vary "
               "'/actors/*/reservation=0.2:0.6' --method saltelli --n 4 --out swept 2>log"},
    {.name = "check as json", .argv = {"check", "--format", "json", "{}/tests/torture/broken.json"}},
    {.name = "a list",
     .argv = {"solve", "--list", "acceptable", "--format", "json", "{}/tests/golden/scenarios/sale.json"}},
    {.name = "readings", .argv = {"readings", "--threads", "1", "{}/tests/golden/scenarios/readings.json"}},
    {.name = "game", .argv = {"game", "{}/scenarios/games/chicken.nfg"}},
    {.name = "game of three",
     .argv = {"game", "--find", "pure,dominance,mixed,one,logit,correlated", "--format", "json",
              "{}/tests/known/games/my_3-3d.efg"}},
    {.name = "game of joining",
     .argv = {"game", "--of", "join", "--design", "pact", "{}/tests/golden/scenarios/two-guarantors.json"}},
    {.name = "negotiate",
     .argv = {"negotiate", "--threads", "1", "--strategy", "boulware", "--rounds", "6", "--trace", "1",
              "{}/tests/golden/scenarios/sale.json"}},
    {.name = "negotiate over ranges",
     .argv = {"negotiate", "--threads", "1", "--numbers", "drawn", "--sessions", "3", "--vary",
              "/actors/*/reservation=0.2:0.6", "--strategy", "micro", "--format", "json",
              "{}/tests/golden/scenarios/sale.json"}},
    {.name = "game of strategies",
     .argv = {"negotiate", "--threads", "1", "--among", "boulware,linear",
              "{}/tests/golden/scenarios/sale.json"}},
    {.name = "robust",
     .argv = {"robust", "--threads", "1", "--vary", "/actors/*/reservation=0.2:0.6", "--n", "8", "--fresh",
              "8", "--ask-draws", "2", "--format", "json", "{}/tests/golden/scenarios/sale.json"}},
    {.name = "convert to genius",
     .argv = {"convert", "--to", "genius", "--output", "made", "{}/tests/golden/scenarios/sale.json"}},
    {.name = "convert from genius",
     .argv = {"convert", "profiles", "--output", "made.json"},
     .made = "made.json",
     .before = "rm -rf profiles; $P convert --to genius --output profiles $R/scenarios/divide-a-pie.json"},
    {.name = "convert from a table",
     .argv = {"convert", "profiles.csv"},
     .before = "$P convert --to csv --output profiles.csv $R/tests/golden/scenarios/sale.json"},
    {.name = "a new lesson",
     .argv = {"class", "new", "--threads", "1", "--out", "made", "--tables", "1", "--seed", "1",
              "{}/tests/golden/scenarios/sale.json"}},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static const char *const kinds[N_KINDS] = {"site", "memory", "memory+", "write",
                                           "sync", "rename", "open",    "close"};
static const char *program, *root;
static long idle; /* blocks that stay allocated when nothing was done */
static int number;

typedef struct outcome {
  int code;               /* -signal where one ended it */
  char *out, *err, *made; /* heap; made NULL: the file is not there */
  long count[N_KINDS], live;
} outcome;

static char *slurp(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  char *text = NULL;
  size_t n = 0, room = 0, got;
  do {
    if (room - n < 65536 && (text = realloc(text, room += 1 << 20)) == NULL) exit(1);
    n += got = fread(text + n, 1, 65535, file);
  } while (got > 0);
  text[n] = '\0';
  fclose(file);
  return text;
}

static void outcome_done(outcome *o) {
  free(o->out);
  free(o->err);
  free(o->made);
}

static void child(const struct command *command, const char *fail) {
  char *argv[20] = {(char *)program}, *words[18];
  for (int i = 0; i < 18 && command->argv[i] != NULL; i++) {
    const char *word = command->argv[i];
    if (strncmp(word, "{}", 2) != 0 || asprintf(&words[i], "%s%s", root, word + 2) < 0)
      words[i] = (char *)word;
    argv[i + 1] = words[i];
  }
  int out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0666),
      err = open("err", O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (out < 0 || err < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(98);
  close(out);
  close(err);
  setenv("PARLEY_FAIL_COUNT", "counted", 1);
  setenv("PARLEY_FAIL", fail, 1);
  alarm(SECONDS);
  execv(program, argv);
  _exit(97);
}

static outcome play(const struct command *command, const char *fail) {
  outcome o = {0};
  if (system("rm -rf made made.md made.html made.json counted") != 0) exit(1);
  pid_t pid = fork();
  if (pid == 0) child(command, fail);
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid) exit(1);
  o.code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  o.out = slurp("out");
  o.err = slurp("err");
  o.made = command->made != NULL ? slurp(command->made) : NULL;
  FILE *counted = fopen("counted", "r");
  char name[16];
  long n;
  o.live = -1;
  while (counted != NULL && fscanf(counted, "%15s %ld", name, &n) == 2) {
    for (int k = 0; k < N_KINDS; k++)
      if (strncmp(kinds[k], name, strlen(name)) == 0) o.count[k] = n;
    if (strcmp(name, "live") == 0) o.live = n;
  }
  if (counted != NULL) fclose(counted);
  return o;
}

static bool same(const char *a, const char *b) {
  return (a == NULL) == (b == NULL) && (a == NULL || strcmp(a, b) == 0);
}

/* What is wrong with a disturbed run, or NULL. */
static const char *fault(const outcome *o, const outcome *calm, bool memory) {
  if (o->code < 0) return o->code == -SIGALRM ? "it does not end" : "it crashes";
  if (o->live > (calm->live > idle ? calm->live : idle)) return "blocks stay allocated";
  if (o->made != NULL && !same(o->made, calm->made)) return "a file under its final name is not whole";
  if (o->code == calm->code && same(o->out, calm->out) && same(o->made, calm->made)) return NULL;
  if (o->code == 0) return "exit code 0 with another output";
  if (o->code != 5) return "another exit code than 5";
  if (memory && strcasestr(o->err, "memory") == NULL) return "standard error does not say that memory is out";
  bool told = o->err[0] != '\0' || (!memory && strstr(o->out, "cannot") != NULL);
  return told ? NULL : "nothing on standard error";
}

static void show(const char *fail, const char *what, const outcome *o) {
  printf("# %s: %s (exit code %d, %ld blocks)\n", fail, what, o->code, o->live);
  char *rest = NULL;
  int lines = 0;
  for (char *line = strtok_r(o->err, "\n", &rest); line != NULL && lines++ < 3;
       line = strtok_r(NULL, "\n", &rest))
    printf("#     %s\n", line);
}

/* One command, one kind of call. */
static void torture(const struct command *command, const outcome *calm, int kind, bool all) {
  bool every = all || (kind == 0 && getenv("PARLEY_TORTURE_SITES") != NULL);
  long n = calm->count[kind], most = kind == 0 ? SITES : SAMPLE;
  long step = every || n <= most ? 1 : (n + most - 1) / most;
  int played = 0, faults = 0;
  bool later = strchr(kinds[kind], '+') != NULL;
  for (long at = 1; at <= n; at += step, played++) {
    char fail[40];
    snprintf(fail, sizeof fail, "%.*s:%ld%s", (int)strcspn(kinds[kind], "+"), kinds[kind], at,
             later ? "+" : "");
    outcome o = play(command, fail);
    const char *wrong = fault(&o, calm, kind < 3);
    if (wrong != NULL && faults++ < MOST_SHOWN) show(fail, wrong, &o);
    outcome_done(&o);
  }
  if (n == 0) return;
  printf("%s %d - %s: each of %d failures of %s (of %ld calls)\n", faults == 0 ? "ok" : "not ok", ++number,
         command->name, played, kinds[kind], n);
  if (faults > 0) printf("# %d of them went wrong\n", faults);
  fflush(stdout);
}

static outcome calm_run(const struct command *command) {
  if (command->before != NULL && system(command->before) != 0) {
    printf("Bail out! cannot prepare %s\n", command->name);
    exit(1);
  }
  return play(command, "none");
}

static void measure_idle(void) {
  outcome o = play(&(struct command){.name = "version", .argv = {"version"}}, "none");
  idle = o.live;
  outcome_done(&o);
}

static void play_one(const char *fail) {
  for (int c = 0; c < N_COMMANDS; c++) {
    outcome calm = calm_run(&commands[c]), o = play(&commands[c], fail);
    const char *wrong = fault(&o, &calm, strncmp(fail, "site", 4) == 0 || strncmp(fail, "memory", 6) == 0);
    printf("# %s (%ld blocks when calm)\n", commands[c].name, calm.live);
    show(fail, wrong != NULL ? wrong : "good", &o);
    outcome_done(&o);
    outcome_done(&calm);
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  program = realpath(argv[1], NULL);
  root = realpath(argv[2], NULL);
  bool all = argc > 3 && strcmp(argv[3], "all") == 0;
  const char *only = argc > 3 && !all ? argv[3] : NULL, *one = getenv("PARLEY_TORTURE");
  char folder[] = "/tmp/parley-torture-XXXXXX";
  if (program == NULL || root == NULL || mkdtemp(folder) == NULL || chdir(folder) != 0) return 1;
  setenv("P", program, 1);
  setenv("R", root, 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  measure_idle();
  if (one != NULL) {
    play_one(one);
    return 0;
  }
  for (int c = 0; c < N_COMMANDS; c++) {
    if (only != NULL && strcmp(only, commands[c].name) != 0) continue;
    outcome calm = calm_run(&commands[c]);
    for (int kind = 0; kind < N_KINDS; kind++) torture(&commands[c], &calm, kind, all);
    outcome_done(&calm);
  }
  printf("1..%d\n", number);
  char remove[64];
  snprintf(remove, sizeof remove, "rm -rf %s", folder);
  return chdir("/") != 0 || system(remove) != 0;
}
