/* parley sweep: the same questions asked many times. Builds the plan from a file and the command line, runs
 * it with progress, and says what came of it. `sweep show DIR RUN` prints one run's scenario, `sweep merge`
 * joins shards; calling again with the same folder goes on where the last call stopped. */
#include "sim/cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- options ---- */

CLI_KEEP(design_from, "design-from")
CLI_KEEP(extend, "extend")
CLI_KEEP(jobs, "jobs")
CLI_KEEP(levels, "levels")
CLI_KEEP(list, "list")
CLI_KEEP(lost, "lost-after")
CLI_KEEP(of, "of")
CLI_KEEP(out, "out")
CLI_KEEP(partial, "partial")
CLI_KEEP(save, "save-plan")
CLI_KEEP(second, "second-order")
CLI_KEEP(shard, "shard")

static const cli_option
    option_levels = {"levels", '\0', "L", "levels of Morris' grid; default 4", take_levels},
    option_second = {"second-order", '\0', NULL, "Saltelli: pairs of parameters too", take_second},
    option_of = {"of", '\0', "OUTPUT,...", "what to keep of each run (see --list)", take_of},
    option_design_from = {"design-from", '\0', "robust:N",
                          "add the N-th best package of `parley robust` as design robust-N",
                          take_design_from},
    option_out = {"out", 'o', "DIR", "folder of the results; an unfinished one is resumed", take_out},
    option_jobs = {"jobs", 'j', "N", "threads; default all cores", take_jobs},
    option_shard = {"shard", '\0', "i/n", "do only this part of the runs", take_shard},
    option_extend = {"extend", '\0', "N", "enlarge the sample in DIR to N", take_extend},
    option_partial = {"partial", '\0', NULL, "merge: runs may be missing", take_partial},
    option_save = {"save-plan", '\0', "FILE", "write the plan to a file and stop", take_save},
    option_lost = {"lost-after", '\0', "SECONDS", "under MPI: give up a silent rank; default 600", take_lost},
    option_list = {"list", '\0', NULL, "list methods and outputs", take_list};

static const cli_option *const options[] = {&cli_option_plan_vary,
                                            &cli_option_plan_uncertain,
                                            &cli_option_plan_set,
                                            &cli_option_plan_lines,
                                            &cli_option_plan_method,
                                            &cli_option_plan_n,
                                            &cli_option_plan_seed,
                                            &option_levels,
                                            &option_second,
                                            &cli_option_plan_keep,
                                            &option_of,
                                            &option_design_from,
                                            &option_out,
                                            &option_jobs,
                                            &option_shard,
                                            &option_extend,
                                            &option_partial,
                                            &option_save,
                                            &option_lost,
                                            &option_list,
                                            &cli_option_memory,
                                            &cli_option_format_problems,
                                            &cli_option_help,
                                            NULL};

static int usage(const char *message) {
  cli_complain("parley sweep: %s\nRun `parley sweep --help` for what it takes.\n", message);
  return CLI_USAGE;
}

/* ---- progress ---- */

typedef struct telling {
  bool terminal, begun;
  double last;
} telling;

static void add_time(char *out, size_t size, double seconds) {
  if (seconds < 100)
    snprintf(out, size, "%.0f s", seconds);
  else if (seconds < 6000)
    snprintf(out, size, "%.0f min", seconds / 60);
  else
    snprintf(out, size, "%.1f h", seconds / 3600);
}

static void tell(void *data, const parley_sweep_progress *p) {
  telling *t = data;
  if (!t->begun && p->ranks > 1) /* a rank that dies may take this one along, too late to say so */
    fprintf(stderr, "parley: %d ranks; if one dies and the job ends with it, the same command goes on\n",
            p->ranks);
  t->begun = true;
  if (p->seconds - t->last < (t->terminal ? 0.2 : 30)) return;
  t->last = p->seconds;
  double rate = p->seconds > 0 ? (double)p->done / p->seconds : 0;
  uint64_t done = p->before + p->done;
  char left[32] = "?";
  if (rate > 0) add_time(left, sizeof left, (double)(p->total - done) / rate);
  fprintf(stderr, "%s%llu of %llu runs (%d %%), %.3g a second, %s left, %llu failed%s",
          t->terminal ? "\r" : "parley: ", (unsigned long long)done, (unsigned long long)p->total,
          p->total > 0 ? (int)(100 * (double)done / (double)p->total) : 100, rate, left,
          (unsigned long long)p->failed, t->terminal ? "   " : "\n");
  fflush(stderr);
}

/* ---- the plan ---- */

static int fail(const cli_options *o, const parley_plan *plan, const parley_error *error) {
  return cli_report(o, plan != NULL ? parley_plan_problems(plan) : NULL, error);
}

/* The package as a design of the plan's scenario: "/designs/robust-N={...}". */
static parley_status add_design(parley_plan *plan, const parley_robust *robust, uint64_t rank,
                                parley_error *error) {
  char *json = NULL;
  parley_status status = parley_robust_design(robust, (size_t)rank - 1, &json, error);
  size_t room = status == PARLEY_OK ? strlen(json) + 64 : 64;
  char *setting = malloc(room);
  if (status == PARLEY_OK && setting != NULL) {
    snprintf(setting, room, "/designs/robust-%llu=%s", (unsigned long long)rank, json);
    status = parley_plan_put(plan, "set", setting, error);
  }
  free(setting);
  parley_text_free(json);
  return status;
}

/* Asks `parley robust` for its packages, with the same options, and takes one along. */
static parley_status design_from(const cli_options *o, parley_plan *plan, parley_error *error) {
  const char *from = cli_kept(o, "design-from");
  parley_robust_settings settings = parley_robust_settings_default();
  parley_plan *same = NULL;
  parley_robust *robust = NULL;
  uint64_t rank;
  char why[120];
  if (strncmp(from, "robust:", 7) != 0 || !cli_whole(from + 7, 1, 1000, &rank, why, sizeof why)) {
    *error = (parley_error){.status = PARLEY_E_USAGE};
    snprintf(error->message, sizeof error->message,
             "--design-from takes robust:N, N from 1 to 1000, not \"%.40s\"", from);
    return PARLEY_E_USAGE;
  }
  settings.top = (int)rank;
  settings.offers = false;
  settings.fresh = 0;
  settings.stop = cli_interrupt_start();
  parley_status status = parley_plan_put(plan, "draws", "", error);
  if (status == PARLEY_OK) status = cli_make_plan(o, &same, error);
  if (status == PARLEY_OK) status = parley_robust_plan(same, &settings, &robust, error);
  if (status == PARLEY_OK) status = add_design(plan, robust, rank, error);
  parley_robust_free(robust);
  parley_plan_free(same);
  return status;
}

static int make_plan(const cli_options *o, parley_plan **plan) {
  parley_error error = {0};
  parley_status status = cli_make_plan(o, plan, &error);
  if (status == PARLEY_OK && cli_kept(o, "design-from") != NULL) status = design_from(o, *plan, &error);
  if (status == PARLEY_OK && cli_kept(o, "extend") != NULL)
    status = parley_plan_put(*plan, "n", cli_kept(o, "extend"), &error);
  return status == PARLEY_OK ? CLI_DONE : fail(o, *plan, &error);
}

static int save_plan(const cli_options *o, const parley_plan *plan) {
  char *text = NULL;
  parley_error error = {0};
  cli_options to = *o;
  to.output = cli_kept(o, "save-plan");
  if (parley_plan_render(plan, strcmp(to.output, "-") != 0 ? to.output : NULL, &text, &error) != PARLEY_OK)
    return fail(o, NULL, &error);
  int code = cli_output(&to, text);
  parley_text_free(text);
  return code;
}

/* ---- running ---- */

static void sum_up(const char *folder, const parley_sweep_settings *s, const parley_sweep_report *r) {
  if (r->quiet) return;
  double rate = r->seconds > 0 ? (double)r->done / r->seconds : 0;
  cli_complain("parley: %llu runs done now (%.3g a second), %llu before, %llu failed%s\n",
               (unsigned long long)r->done, rate, (unsigned long long)r->before,
               (unsigned long long)r->failed, r->failed > 0 ? " (see the columns status and error)" : "");
  if (r->merged)
    cli_complain("parley: %s/results.csv holds all %llu runs\n", folder, (unsigned long long)r->runs);
  else if (s->shards > 1)
    cli_complain("parley: shard %d of %d is done; `parley sweep merge %s` joins the shards\n", s->shard,
                 s->shards, folder);
}

static bool read_settings(const cli_options *o, parley_sweep_settings *s) {
  const char *shard = cli_kept(o, "shard"), *jobs = cli_kept(o, "jobs"), *lost = cli_kept(o, "lost-after");
  char rest, why[120];
  s->folder = cli_kept(o, "out");
  s->extend = cli_kept(o, "extend") != NULL;
  s->memory_bytes = o->solve.memory_bytes;
  if (shard != NULL && (sscanf(shard, "%9d/%9d%c", &s->shard, &s->shards, &rest) != 2 || s->shard < 1 ||
                        s->shard > s->shards)) {
    usage("--shard is i/n with i from 1 to n, such as 3/10");
    return false;
  }
  if (jobs != NULL && !cli_int(jobs, 1, 1024, &s->threads, why, sizeof why)) {
    cli_complain("parley sweep: --jobs: %s\n", why);
    return false;
  }
  if (lost != NULL && (sscanf(lost, "%lf%c", &s->lost_after_s, &rest) != 1 || !(s->lost_after_s > 0) ||
                       !isfinite(s->lost_after_s))) {
    usage("--lost-after is a number of seconds");
    return false;
  }
  return true;
}

/* What was typed, for the manifest; options in the order given, behind the operands. */
static void command_line(const cli_options *o, char **argv, char (*dashed)[40]) {
  static char program[] = "parley", command[] = "sweep";
  int n = 0;
  argv[n++] = program;
  argv[n++] = command;
  for (size_t i = 0; i < o->n_operands; i++) argv[n++] = (char *)(uintptr_t)o->operands[i];
  for (size_t i = 0; i < o->n_words; i++) {
    snprintf(dashed[i], sizeof dashed[i], "--%s", o->words[i].name);
    argv[n++] = dashed[i];
    if (o->words[i].value[0] != '\0') argv[n++] = (char *)(uintptr_t)o->words[i].value;
  }
}

static int run_plan(const cli_options *o, parley_plan *plan) {
  telling t = {.terminal = isatty(STDERR_FILENO) == 1};
  parley_sweep_settings settings = {.progress = tell, .progress_data = &t};
  parley_sweep_report report;
  parley_error error = {0};
  char **argv = calloc(3 + o->n_operands + 2 * o->n_words, sizeof *argv);
  char(*dashed)[40] = calloc(o->n_words + 1, sizeof *dashed);
  if (argv == NULL || dashed == NULL) {
    free(argv);
    free(dashed);
    cli_complain("parley sweep: not enough memory\n");
    return CLI_SYSTEM;
  }
  command_line(o, argv, dashed);
  settings.argv = argv;
  if (!read_settings(o, &settings)) {
    free(argv);
    free(dashed);
    return CLI_USAGE;
  }
  settings.stop = cli_interrupt_start();
  parley_status status = parley_sweep_run(plan, &settings, &report, &error);
  free(argv);
  free(dashed);
  if (t.terminal && t.last > 0) fprintf(stderr, "\r%70s\r", "");
  int code = CLI_DONE;
  if (report.quiet && status != PARLEY_OK) { /* rank 0 tells it */
    code = cli_exit_code(status);
  } else if (status == PARLEY_OK) {
    sum_up(settings.folder, &settings, &report);
    if (report.merged && report.failed == report.runs && report.runs > 0) {
      cli_complain("parley: every run failed: there is nothing here to analyse\n");
      code = CLI_INPUT;
    }
  } else if (status == PARLEY_E_STOPPED) {
    cli_complain("parley: interrupted after %llu runs; the same command goes on from there\n",
                 (unsigned long long)(report.done + report.before));
    code = CLI_INTERRUPTED;
  } else {
    code = fail(o, parley_problems_errors(parley_plan_problems(plan)) > 0 ? plan : NULL, &error);
    if (report.difference != NULL) cli_complain("%s", report.difference);
  }
  parley_sweep_report_done(&report);
  return code;
}

/* ---- the two small ones ---- */

static int show(const cli_options *o) {
  char *end = NULL, *text = NULL;
  parley_error error = {0};
  if (o->n_operands != 3) return usage("sweep show takes a folder and the number of a run");
  unsigned long long number = strtoull(o->operands[2], &end, 10);
  if (o->operands[2][0] < '0' || o->operands[2][0] > '9' || *end != '\0')
    return usage("sweep show takes a folder and the number of a run");
  if (parley_sweep_show(o->operands[1], number, &text, &error) != PARLEY_OK) return fail(o, NULL, &error);
  int code = cli_output(NULL, text);
  parley_text_free(text);
  return code;
}

static int merge(const cli_options *o) {
  parley_sweep_report report;
  parley_error error = {0};
  if (o->n_operands < 2)
    return usage("sweep merge takes the folder of the shards, or several with --out DIR");
  const char *out = cli_kept(o, "out") != NULL ? cli_kept(o, "out") : o->operands[1];
  if (o->n_operands > 2 && cli_kept(o, "out") == NULL)
    return usage("several folders are merged into --out DIR");
  if (parley_sweep_merge(o->operands + 1, o->n_operands - 1, out, cli_kept(o, "partial") != NULL, &report,
                         &error) != PARLEY_OK)
    return fail(o, NULL, &error);
  cli_complain("parley: %s/results.csv holds %llu of %llu runs, %llu failed\n", out,
               (unsigned long long)report.before, (unsigned long long)report.runs,
               (unsigned long long)report.failed);
  return CLI_DONE;
}

static void add(char **text, size_t *length, size_t *room, const char *line) {
  size_t n = strlen(line);
  if (*text != NULL && *length + n >= *room) {
    char *more = realloc(*text, *room = 2 * (*room + n));
    if (more == NULL) free(*text);
    *text = more;
  }
  if (*text == NULL) return;
  memcpy(*text + *length, line, n + 1);
  *length += n;
}

static int list(void) {
  const char *name, *help;
  char line[400];
  size_t length = 0, room = 1 << 14;
  char *text = malloc(room);
  add(&text, &length, &room, "Methods:\n");
  for (size_t i = 0; parley_sweep_method_at(i, &name, &help); i++) {
    snprintf(line, sizeof line, "  %-34s %s\n", name, help);
    add(&text, &length, &room, line);
  }
  add(&text, &length, &room, "\nOutputs (words in capitals stand for ids; * for all of them):\n");
  for (size_t i = 0; parley_sweep_output_at(i, &name, &help); i++) {
    snprintf(line, sizeof line, "  %-34s %s\n", name, help);
    add(&text, &length, &room, line);
  }
  for (size_t k = 0; (name = parley_sweep_concept_at(k)) != NULL; k++) {
    snprintf(line, sizeof line, "%s%s", k == 0 ? "CONCEPT: " : ", ", name);
    add(&text, &length, &room, line);
  }
  add(&text, &length, &room, "\n");
  if (text == NULL) {
    cli_complain("parley sweep: not enough memory\n");
    return CLI_SYSTEM;
  }
  int code = cli_output(NULL, text);
  free(text);
  return code;
}

static int run(const cli_options *o) {
  if (cli_kept(o, "list") != NULL) return list();
  if (o->n_operands > 0 && strcmp(o->operands[0], "show") == 0) return show(o);
  if (o->n_operands > 0 && strcmp(o->operands[0], "merge") == 0) return merge(o);
  if (o->n_operands > 1) return usage("one scenario or plan at a time");
  if (o->n_operands == 0 && cli_kept(o, "out") == NULL) return usage("a scenario or plan file is missing");
  if (cli_kept(o, "out") == NULL && cli_kept(o, "save-plan") == NULL)
    return usage("--out DIR says where the results go");
  const char *extend = cli_kept(o, "extend");
  if (extend != NULL && (extend[0] == '\0' || extend[strspn(extend, "0123456789")] != '\0'))
    return usage("--extend is the new size of the sample, a whole number");
  parley_plan *plan = NULL;
  int code = make_plan(o, &plan);
  if (code == CLI_DONE) code = cli_kept(o, "save-plan") != NULL ? save_plan(o, plan) : run_plan(o, plan);
  parley_plan_free(plan);
  return code;
}

const cli_command cli_sweep = {
    "sweep",
    "the same questions many times: how often does a verdict hold",
    "[OPTION]... SCENARIO|PLAN --out DIR",
    "a scenario file",
    "Runs the scenario at many points: values of a grid, or a sample of what is uncertain. Each\n"
    "run depends only on the plan and its number, so DIR/results.csv has the same bytes however\n"
    "many threads, shards or ranks did it. A call with the same DIR goes on where the last one\n"
    "stopped. `parley sensitivity DIR` says what the numbers mean.\n"
    "\n"
    "  parley sweep show DIR RUN    print the scenario of one run\n"
    "  parley sweep merge DIR...    join shards into one table\n"
    "\n"
    "Pointers are JSON Pointers into the scenario; `*` stands for every key at its place. A\n"
    "value without \"=\" moves over its own range.",
    "  parley sweep scenarios/istanbul-2022.json --uncertain all --n 1024 \\\n"
    "    --of design.french.refuses.ukraine --out runs\n"
    "  parley sweep scenarios/istanbul-2022.json --vary /actors/ukraine/reservation=0.4:0.7:7 \\\n"
    "    --vary /actors/russia/reservation=0.35:0.65:7 --of acceptable.share --out map\n"
    "  parley sweep scenarios/istanbul-2022.json --vary '/actors/*/reservation' --method saltelli \\\n"
    "    --n 256 --of design.istanbul.least_margin --out indices\n"
    "  parley sweep show runs 17 | parley solve -\n",
    0,
    1000,
    options,
    run,
};
