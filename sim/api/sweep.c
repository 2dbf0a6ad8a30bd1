/* The facade's sweeps: a plan, the folder that holds its runs, one run shown, shards merged. */
#include "sim/api/inside.h"
#include "sim/api/negotiate.h"
#include "sim/sweep/analyse/analyse.h"
#include "sim/sweep/run/ranks.h"
#include "sim/sweep/store/store.h"
#include "sim/sweep/sweep.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct parley_plan {
  parley_problems problems;
  ply_plan *plan;
};

parley_status parley_plan_new(parley_plan **plan, parley_error *error) {
  *plan = parley_inside_handle(sizeof **plan, error);
  if (*plan == NULL) return PARLEY_E_MEMORY;
  ply_diags_init(&(*plan)->problems.diags);
  (*plan)->plan = ply_plan_new(&(*plan)->problems.diags);
  if ((*plan)->plan != NULL) return PARLEY_OK;
  parley_plan_free(*plan);
  *plan = NULL;
  ply_err err = {.status = PLY_E_MEMORY, .message = "not enough memory"};
  return parley_inside_status(PLY_E_MEMORY, &err, error);
}

void parley_plan_free(parley_plan *plan) {
  if (plan == NULL) return;
  ply_plan_free(plan->plan);
  ply_diags_done(&plan->problems.diags);
  free(plan);
}

ply_plan *parley_inside_plan(parley_plan *plan) { return plan->plan; }

bool parley_plan_is(const char *path) { return ply_plan_is(path); }
const parley_problems *parley_plan_problems(const parley_plan *plan) { return &plan->problems; }

parley_status parley_plan_load(parley_plan *plan, const char *path, parley_error *error) {
  ply_err err = {0};
  return parley_inside_status(ply_plan_load(plan->plan, path, &err), &err, error);
}

static ply_status put_setting(ply_plan *plan, const char *text, ply_err *err) {
  const char *sign = strchr(text, '=');
  if (sign == NULL) return ply_err_set(err, PLY_E_USAGE, "a setting is POINTER=VALUE, not \"%.80s\"", text);
  char *pointer = strndup(text, (size_t)(sign - text));
  if (pointer == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  ply_status status = ply_plan_set(plan, pointer, sign + 1, err);
  free(pointer);
  return status;
}

static ply_status read_whole(const char *what, const char *text, uint64_t least, uint64_t most, uint64_t *out,
                             ply_err *err) {
  char *end;
  errno = 0;
  *out = strtoull(text, &end, 10);
  if (text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *out >= least && *out <= most)
    return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "--%s: \"%.40s\" is no whole number from %llu to %llu", what, text,
                     (unsigned long long)least, (unsigned long long)most);
}

static ply_status put_number(ply_plan *plan, const char *what, const char *value, ply_err *err) {
  uint64_t n;
  bool levels = strcmp(what, "levels") == 0, seed = strcmp(what, "seed") == 0;
  ply_status status = read_whole(what, value,
                                 levels ? 2
                                 : seed ? 0
                                        : 1,
                                 levels ? 1000
                                 : seed ? UINT64_MAX
                                        : (uint64_t)1 << 40,
                                 &n, err);
  if (status != PLY_OK) return status;
  if (levels)
    ply_plan_levels(plan, (int)n);
  else if (seed)
    ply_plan_seed(plan, n);
  else
    ply_plan_size(plan, n);
  return PLY_OK;
}

static ply_status put(ply_plan *plan, const char *what, const char *value, ply_err *err) {
  if (strcmp(what, "scenario") == 0) return ply_plan_scenario(plan, value, err);
  if (strcmp(what, "set") == 0) return put_setting(plan, value, err);
  if (strcmp(what, "vary") == 0) return ply_plan_vary(plan, value, err);
  if (strcmp(what, "uncertain") == 0) return ply_plan_uncertain(plan, value, err);
  if (strcmp(what, "method") == 0) return ply_plan_method(plan, value, err);
  if (strcmp(what, "of") == 0) return ply_plan_outputs(plan, value, err);
  if (strcmp(what, "red-lines") == 0) return ply_plan_red_lines(plan, value, err);
  if (strcmp(what, "draws") == 0) return ply_plan_draws(plan, err);
  if (strcmp(what, "second-order") == 0)
    ply_plan_second_order(plan, true);
  else if (strcmp(what, "keep-weights") == 0)
    ply_plan_renormalise(plan, false);
  else
    return put_number(plan, what, value, err);
  return PLY_OK;
}

parley_status parley_plan_put(parley_plan *plan, const char *what, const char *value, parley_error *error) {
  ply_err err = {0};
  return parley_inside_status(put(plan->plan, what, value, &err), &err, error);
}

parley_status parley_plan_render(const parley_plan *plan, const char *path, char **text,
                                 parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_plan_write(plan->plan, path, &made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}

parley_status parley_plan_schema(char **text, parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  ply_status status = ply_plan_schema(&made, &err);
  return parley_inside_text(status, &made, text, &err, error);
}

/* ---- running ---- */

static ply_status result_json(const ply_result *result, ply_text *out, ply_err *err) {
  return ply_render(PLY_RECORD_RESULT, result, "json", NULL, out, err);
}

ply_status parley_inside_prepare(parley_plan *plan, ply_sweep **out, ply_err *err) {
  return ply_sweep_prepare(plan->plan, result_json, out, err);
}

typedef struct passing {
  const parley_sweep_settings *settings;
} passing;

static void pass_on(void *data, const ply_progress *p) {
  const parley_sweep_settings *settings = ((passing *)data)->settings;
  parley_sweep_progress out = {p->total, p->done, p->before, p->failed, p->seconds, p->ranks};
  settings->progress(settings->progress_data, &out);
}

/* Merges where this call had all runs to do. */
static ply_status finish(const ply_sweep *sweep, const parley_sweep_settings *settings,
                         parley_sweep_report *report, ply_err *err) {
  ply_merge_report merge;
  const char *folders[1] = {settings->folder};
  if (settings->shards > 1) return PLY_OK;
  ply_merge_settings merging = {.threads = settings->threads, .stop = settings->stop};
  ply_status status = ply_store_merge(sweep, folders, 1, settings->folder, &merging, &merge, err);
  if (status != PLY_OK) return status;
  report->merged = true;
  report->failed = merge.failed;
  return PLY_OK;
}

/* One process does the runs, or leads the ranks that do them. */
static ply_status run(ply_ranks *ranks, ply_sweep *sweep, const parley_sweep_settings *settings,
                      parley_sweep_report *report, bool *lost, ply_err *err) {
  ply_shard shard = {settings->shards > 0 ? settings->shard : 1, settings->shards > 0 ? settings->shards : 1};
  passing data = {settings};
  ply_pool_settings pool = {.threads = settings->threads,
                            .stop = settings->stop,
                            .progress_data = &data,
                            .progress = settings->progress != NULL ? pass_on : NULL};
  ply_store *store = NULL;
  ply_text difference;
  ply_progress progress = {0};
  ply_text_init(&difference);
  ply_status status = ply_store_open(sweep, settings->folder, shard, settings->extend, settings->argv, &store,
                                     &difference, err);
  if (difference.length > 0) report->difference = ply_text_take(&difference);
  ply_text_done(&difference);
  if (ranks->size > 1) status = ply_ranks_agree(ranks, sweep, status, err);
  if (status == PLY_OK && ranks->size > 1)
    status = ply_ranks_lead(ranks, sweep, store, &pool,
                            settings->lost_after_s > 0 ? settings->lost_after_s : 600, &progress, lost, err);
  else if (status == PLY_OK)
    status = ply_pool_run(sweep, store, &pool, &progress, err);
  ply_store_close(store);
  report->runs = sweep->n_runs;
  report->done = progress.done;
  report->before = progress.before;
  report->failed = progress.failed;
  report->seconds = progress.seconds;
  if (status == PLY_OK && progress.again > 0)
    status = ply_err_set(err, PLY_E_SYSTEM,
                         "%llu of %llu runs are not done for want of memory or by a fault of the system: "
                         "the same command does them",
                         (unsigned long long)progress.again, (unsigned long long)sweep->n_runs);
  return status == PLY_OK ? finish(sweep, settings, report, err) : status;
}

static ply_status serve(const ply_ranks *ranks, const ply_sweep *sweep, const parley_sweep_settings *settings,
                        ply_err *err) {
  ply_status status = ply_ranks_agree(ranks, sweep, PLY_OK, err);
  return status == PLY_OK ? ply_ranks_serve(ranks, sweep, settings->stop, err) : status;
}

parley_status parley_sweep_run(parley_plan *plan, const parley_sweep_settings *settings,
                               parley_sweep_report *report, parley_error *error) {
  ply_err err = {0};
  ply_sweep *sweep = NULL;
  ply_ranks ranks;
  bool lost = false;
  *report = (parley_sweep_report){0};
  ply_status status = ply_ranks_start(&ranks, &err);
  if (status != PLY_OK) return parley_inside_status(status, &err, error);
  if (ranks.size > 1 && settings->shards > 1)
    status = ply_err_set(&err, PLY_E_USAGE, "ranks share the runs out themselves: no --shard under mpirun");
  if (status == PLY_OK) status = ply_sweep_prepare(plan->plan, result_json, &sweep, &err);
  if (status == PLY_OK) {
    sweep->memory_bytes = settings->memory_bytes < SIZE_MAX ? (size_t)settings->memory_bytes : SIZE_MAX;
    status = ranks.rank == 0 ? run(&ranks, sweep, settings, report, &lost, &err)
                             : serve(&ranks, sweep, settings, &err);
  } else if (ranks.size > 1) {
    ply_ranks_agree(&ranks, NULL, status, NULL); /* the other ranks wait for this one's word */
  }
  report->quiet = ranks.rank > 0;
  ply_sweep_free(sweep);
  if (ranks.size > 1) ply_ranks_end(&ranks, lost);
  return parley_inside_status(status, &err, error);
}

void parley_sweep_report_done(parley_sweep_report *report) {
  free(report->difference);
  report->difference = NULL;
}

/* ---- a folder that is there ---- */

/* Why a path is no sweep's folder; OK if it may be one. */
static ply_status look_at(const char *folder, const char *plan, ply_err *err) {
  struct stat about;
  if (stat(folder, &about) != 0)
    return ply_err_set(err, PLY_E_SYSTEM,
                       "there is no folder \"%s\": name the one that `parley sweep --out` wrote", folder);
  if (!S_ISDIR(about.st_mode))
    return ply_err_set(err, PLY_E_SYSTEM, "\"%s\" is a file: name the folder that `parley sweep --out` wrote",
                       folder);
  if (stat(plan, &about) != 0 && errno == ENOENT)
    return ply_err_set(err, PLY_E_SYSTEM,
                       "\"%s\" is no sweep's folder: `parley sweep --out` would have left a plan.json in it",
                       folder);
  return PLY_OK;
}

static ply_status open_folder(const char *folder, parley_plan **plan, ply_sweep **sweep, ply_err *err) {
  ply_text path;
  ply_text_init(&path);
  ply_text_addf(&path, "%s/plan.json", folder);
  *sweep = NULL;
  ply_status status = path.failed || parley_plan_new(plan, NULL) != PARLEY_OK ? PLY_E_MEMORY : PLY_OK;
  if (status == PLY_OK) status = look_at(folder, path.data, err);
  if (status == PLY_OK) status = ply_plan_load((*plan)->plan, path.data, err);
  if (status == PLY_OK) status = ply_sweep_prepare((*plan)->plan, result_json, sweep, err);
  ply_text_done(&path);
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "not enough memory to read %s", folder);
  return status;
}

parley_status parley_sweep_merge(const char *const *folders, size_t n, const char *out, bool partial,
                                 parley_sweep_report *report, parley_error *error) {
  ply_err err = {0};
  parley_plan *plan = NULL;
  ply_sweep *sweep = NULL;
  ply_merge_report merge = {0};
  *report = (parley_sweep_report){0};
  ply_status status = open_folder(folders[0], &plan, &sweep, &err);
  if (status == PLY_OK)
    status =
        ply_store_merge(sweep, folders, (int)n, out, &(ply_merge_settings){.partial = partial}, &merge, &err);
  *report = (parley_sweep_report){.runs = merge.runs,
                                  .before = merge.present,
                                  .failed = merge.failed,
                                  .merged = status == PLY_OK && merge.present == merge.runs};
  ply_sweep_free(sweep);
  parley_plan_free(plan);
  return parley_inside_status(status, &err, error);
}

parley_status parley_sweep_show(const char *folder, uint64_t run_number, char **text, parley_error *error) {
  ply_err err = {0};
  parley_plan *plan = NULL;
  ply_sweep *sweep = NULL;
  ply_text made;
  ply_text_init(&made);
  ply_status status = open_folder(folder, &plan, &sweep, &err);
  if (status == PLY_OK) status = ply_sweep_show(sweep, run_number, &made, &err);
  ply_sweep_free(sweep);
  parley_plan_free(plan);
  return parley_inside_text(status, &made, text, &err, error);
}

/* ---- what the runs say ---- */

/* gnuplot reads the script from a pipe; its own messages go to standard error. */
static ply_status draw(const char *script, size_t length, ply_err *err) {
  FILE *pipe = popen("exec gnuplot", "w");
  if (pipe == NULL) return ply_err_set(err, PLY_E_SYSTEM, "gnuplot cannot be started: %s", strerror(errno));
  bool ok = fwrite(script, 1, length, pipe) == length;
  int code = pclose(pipe);
  if (code == 127 << 8)
    return ply_err_set(
        err, PLY_E_SYSTEM,
        "the picture is not drawn: gnuplot is not installed (Debian: apt-get install gnuplot-nox)");
  return ok && code == 0 ? PLY_OK : ply_err_set(err, PLY_E_SYSTEM, "gnuplot could not draw the picture");
}

static ply_status say(const ply_sensitivity *s, const char *format, ply_text *out, ply_err *err) {
  if (strcmp(format, "json") == 0)
    ply_sensitivity_json(s, out);
  else if (strcmp(format, "text") == 0)
    ply_sensitivity_text(s, out);
  else
    return ply_err_set(err, PLY_E_USAGE, "a sensitivity comes as text or json, not \"%s\"", format);
  return PLY_OK;
}

parley_status parley_sensitivity(const char *folder, const parley_sensitivity_settings *settings,
                                 const char *format, char **text, parley_error *error) {
  ply_err err = {0};
  parley_plan *plan = NULL;
  ply_sweep *sweep = NULL;
  ply_sensitivity *s = NULL;
  ply_sensitivity_settings inner = {.output = settings->output,
                                    .ones = settings->ones,
                                    .resamples = settings->resamples,
                                    .over = {settings->over[0], settings->over[1]},
                                    .given = settings->given,
                                    .memory_bytes = settings->memory_bytes,
                                    .seed = 1};
  ply_text made;
  ply_text_init(&made);
  ply_status status = open_folder(folder, &plan, &sweep, &err);
  if (status == PLY_OK) status = ply_sensitivity_of(sweep, folder, &inner, &s, &err);
  ply_text script;
  ply_text_init(&script);
  if (status == PLY_OK && settings->picture != NULL)
    status = ply_sensitivity_script(s, settings->picture_kind, settings->picture, &script, &err);
  if (status == PLY_OK) status = say(s, format, &made, &err);
  ply_err undrawn = {0}; /* what the runs say is not lost for want of gnuplot */
  ply_status drawn = PLY_OK;
  if (status == PLY_OK && settings->picture != NULL) drawn = draw(script.data, script.length, &undrawn);
  ply_text_done(&script);
  ply_sensitivity_free(s);
  ply_sweep_free(sweep);
  parley_plan_free(plan);
  parley_status told = parley_inside_text(status, &made, text, &err, error);
  return drawn == PLY_OK ? told : parley_inside_status(drawn, &undrawn, error);
}

/* ---- all of it, for a report ---- */

enum {
  OUTPUTS = 40,
  PARAMETERS = 30, /* of each output, the strongest */
  FOR_A_MAP = 400  /* runs: a map of a sample has 100 cells */
};

/* One output; from a sample of many parameters with the map of the two strongest. */
static ply_status add_output(const ply_sweep *sweep, const char *folder, const char *output, ply_text *out,
                             ply_err *err) {
  ply_sensitivity *s = NULL, *mapped = NULL;
  ply_sensitivity_settings settings = {.output = output, .seed = 1};
  ply_status status = ply_sensitivity_of(sweep, folder, &settings, &s, err);
  if (status == PLY_OK && s->sampled && s->numeric && s->n_parameters > 2 && s->used >= FOR_A_MAP) {
    settings.over[0] = s->effects[0].name;
    settings.over[1] = s->effects[1].name;
    status = ply_sensitivity_of(sweep, folder, &settings, &mapped, err);
  }
  if (status == PLY_OK) {
    ply_sensitivity *shown = mapped != NULL ? mapped : s;
    if (shown->n_parameters > PARAMETERS) shown->n_parameters = PARAMETERS;
    ply_sensitivity_json(shown, out);
  }
  ply_sensitivity_free(s);
  ply_sensitivity_free(mapped);
  return status;
}

static void add_words(ply_text *out, const char *key, const char *words) {
  if (words == NULL) return;
  ply_text_addf(out, "\"%s\": ", key);
  ply_text_json(out, words);
  ply_text_add(out, ",\n");
}

parley_status parley_sweep_summary(const char *folder, char **text, parley_error *error) {
  ply_err err = {0};
  parley_plan *plan = NULL;
  ply_sweep *sweep = NULL;
  ply_text made;
  ply_text_init(&made);
  ply_status status = open_folder(folder, &plan, &sweep, &err);
  if (status == PLY_OK) {
    ply_plan_words words = ply_plan_told(plan->plan);
    ply_text_add(&made, "{\n");
    add_words(&made, "title", words.title);
    add_words(&made, "question", words.question);
    add_words(&made, "says", words.says);
    add_words(&made, "scenario", sweep->scenario->id);
    add_words(&made, "digest", sweep->scenario->digest);
    ply_text_addf(&made, "\"n_outputs\": %d, \"n_parameters\": %d,\n\"outputs\": [", sweep->n_outputs,
                  sweep->n_parameters);
  }
  for (int o = 0; status == PLY_OK && o < sweep->n_outputs && o < OUTPUTS; o++) {
    if (o > 0) ply_text_add(&made, ",\n");
    status = add_output(sweep, folder, sweep->outputs[o].name, &made, &err);
  }
  ply_text_add(&made, "]\n}\n");
  ply_sweep_free(sweep);
  parley_plan_free(plan);
  return parley_inside_text(status, &made, text, &err, error);
}

bool parley_sweep_method_at(size_t i, const char **name, const char **help) {
  const ply_method *row = ply_method_row((int)i);
  if (row == NULL) return false;
  *name = row->name;
  *help = row->help;
  return true;
}

const char *parley_sweep_concept_at(size_t i) { return ply_sweep_concept((int)i); }

bool parley_sweep_output_at(size_t i, const char **name, const char **help) {
  return ply_output_row((int)i, name, help);
}
