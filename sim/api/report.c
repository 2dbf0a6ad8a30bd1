/* The facade's reports: everything that a page says about one scenario, gathered into one JSON document, and
 * that document as a page that stands alone or as Markdown. The document holds other documents whole: the
 * merged scenario, the result, an explanation of each named design. */
#include "sim/api/inside.h"
#include "sim/api/negotiate.h"
#include "sim/web/web.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct parley_report {
  char *title, *data;
  char *digest; /* of the scenario */
  int n_sweeps;
  bool robust; /* whether it holds one */
  bool complete;
  char *stopped_by;
  int failed_checks;
  bool starved; /* no memory for one of the texts above */
};

parley_report_settings parley_report_settings_default(void) {
  return (parley_report_settings){.solve = parley_solve_settings_default(), .cloud = 3000, .explain = true};
}

void parley_report_free(parley_report *report) {
  if (report == NULL) return;
  free(report->title);
  free(report->data);
  free(report->digest);
  free(report->stopped_by);
  free(report);
}

/* A copy for the report; NULL stays NULL. */
static char *copy_of(const char *text, parley_report *report) {
  if (text == NULL) return NULL;
  char *copy = malloc(strlen(text) + 1);
  report->starved |= copy == NULL;
  return copy != NULL ? strcpy(copy, text) : NULL;
}

/* ---- the document ---- */

/* What a document begins with; parts that come later stand right behind it. */
static const char head[] = "{\n\"parley_report\": 1";

static void start_document(ply_text *out, const char *command) {
  ply_text_add(out, head);
  ply_text_add(out, ",\n\"version\": ");
  ply_text_json(out, parley_version());
  ply_text_add(out, ",\n\"command\": ");
  ply_text_json(out, command != NULL ? command : "");
}

static void add_part(ply_text *out, const char *key, const char *json) {
  ply_text_add(out, ",\n");
  ply_text_json(out, key);
  ply_text_add(out, ": ");
  ply_text_add(out, json);
}

/* Every number of the scenario, as rows: pointer, low, base, high, grade, what it cites. */
static void add_numbers(ply_text *out, const ply_scenario *scenario) {
  ply_text_add(out, ",\n\"numbers\": [");
  for (int k = 0; k < scenario->n_numbers; k++) {
    const ply_number_info *info = &scenario->numbers[k];
    const double values[] = {info->number->low, info->number->base, info->number->high};
    ply_text_add(out, k > 0 ? ",\n[" : "\n[");
    ply_text_json(out, info->pointer);
    for (int v = 0; v < 3; v++) {
      ply_text_add(out, ", ");
      ply_text_number(out, values[v]);
    }
    ply_text_addf(out, ", \"%s\", \"", ply_grade_words[info->grade]);
    for (int c = 0; c < info->cite.n; c++) ply_text_addf(out, c > 0 ? " %s" : "%s", info->cite.id[c]);
    ply_text_add(out, "\"]");
  }
  ply_text_add(out, "]");
}

/* One session of the scenario's own talks. */
static parley_status add_talk(ply_text *out, const parley_scenario *scenario,
                              const parley_solve_settings *settings, parley_error *error) {
  ply_text replay;
  ply_err err = {0};
  ply_text_init(&replay);
  ply_status status = parley_inside_replay(scenario, settings->red_lines, settings->stop, &replay, &err);
  if (status == PLY_OK && replay.length > 0) add_part(out, "talk", replay.data);
  out->failed |= replay.failed;
  ply_text_done(&replay);
  if (status == PLY_E_LIMIT || status == PLY_E_STOPPED) status = PLY_OK; /* left out */
  return parley_inside_status(status, &err, error);
}

/* What could not be explained (a limit, a stop) is left out of the report. */
static parley_status add_explanations(ply_text *out, const parley_scenario *scenario,
                                      const parley_solve_settings *settings, parley_error *error) {
  bool first = true;
  ply_text_add(out, ",\n\"explanations\": {");
  for (size_t d = 0; parley_scenario_design(scenario, d) != NULL; d++) {
    parley_explanation *explanation = NULL;
    char *json = NULL;
    const char *id = parley_scenario_design(scenario, d);
    parley_status status = parley_explain(scenario, id, NULL, settings, &explanation, error);
    if (status == PARLEY_E_LIMIT || status == PARLEY_E_STOPPED) continue;
    if (status == PARLEY_OK) status = parley_explanation_render(explanation, "json", NULL, &json, error);
    parley_explanation_free(explanation);
    if (status != PARLEY_OK) return status;
    ply_text_add(out, first ? "\n" : ",\n");
    first = false;
    ply_text_json(out, id);
    ply_text_add(out, ": ");
    ply_text_add(out, json);
    parley_text_free(json);
  }
  ply_text_add(out, "}");
  return PARLEY_OK;
}

static parley_status solve_into(ply_text *out, const parley_scenario *scenario,
                                const parley_report_settings *settings, parley_report *report,
                                parley_error *error) {
  parley_result *result = NULL;
  char *json = NULL;
  parley_solve_settings solve = settings->solve;
  solve.cloud = settings->cloud;
  solve.chance = solve.readings = true;
  parley_status status = parley_solve(scenario, &solve, &result, error);
  if (status == PARLEY_OK) status = parley_result_render(result, "json", NULL, &json, error);
  if (status == PARLEY_OK) {
    const char *why = NULL;
    add_part(out, "result", json);
    report->complete = parley_result_complete(result, &why);
    report->stopped_by = copy_of(why, report);
    report->failed_checks = parley_result_failed_checks(result);
  }
  parley_text_free(json);
  parley_result_free(result);
  return status;
}

/* Closes the document and hands the report over; after a failure the report is freed. */
static parley_status finish(parley_report *made, ply_text *document, parley_status status,
                            parley_report **report, parley_error *error) {
  if (status == PARLEY_OK) {
    ply_text_add(document, "\n}\n");
    status = parley_inside_text(PLY_OK, document, &made->data, NULL, error);
    if (status == PARLEY_OK && made->starved) {
      ply_err err;
      status = parley_inside_status(ply_err_set(&err, PLY_E_MEMORY, "not enough memory"), &err, error);
    }
  } else {
    ply_text_done(document);
  }
  if (status == PARLEY_OK)
    *report = made;
  else
    parley_report_free(made);
  return status;
}

parley_status parley_report_scenario(const parley_scenario *scenario, const parley_report_settings *settings,
                                     parley_report **report, parley_error *error) {
  parley_report_settings standard = parley_report_settings_default();
  if (settings == NULL) settings = &standard;
  *report = NULL;
  parley_report *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  parley_scenario_info info = parley_scenario_describe(scenario);
  made->title = copy_of(info.title != NULL ? info.title : info.id, made);
  made->digest = copy_of(info.digest, made);
  char *shown = NULL;
  ply_text document;
  ply_text_init(&document);
  start_document(&document, settings->command);
  parley_status status = parley_scenario_spell(scenario, &shown, error);
  if (status == PARLEY_OK) {
    add_part(&document, "scenario", shown);
    add_numbers(&document, scenario->scenario);
    status = solve_into(&document, scenario, settings, made, error);
  }
  if (status == PARLEY_OK) status = add_talk(&document, scenario, &settings->solve, error);
  if (status == PARLEY_OK && settings->explain)
    status = add_explanations(&document, scenario, &settings->solve, error);
  parley_text_free(shown);
  return finish(made, &document, status, report, error);
}

/* ---- from a saved result ---- */

parley_status parley_report_is_result(const char *text, size_t length, bool *is, parley_error *error) {
  cJSON *tree = NULL;
  *is = false;
  if (ply_json_parse(text, length, &tree) == PLY_E_MEMORY) {
    ply_err err;
    return parley_inside_status(ply_err_set(&err, PLY_E_MEMORY, "not enough memory to read the file"), &err,
                                error);
  }
  *is = cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(tree, "parley")) &&
        cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(tree, "designs"));
  cJSON_Delete(tree);
  return PARLEY_OK;
}

static const char *title_of(const cJSON *scenario) {
  const char *title = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(scenario, "title"));
  if (title == NULL) title = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(scenario, "id"));
  return title != NULL ? title : "parley";
}

parley_status parley_report_result(const char *text, size_t length, const char *name, const char *command,
                                   parley_report **report, parley_error *error) {
  *report = NULL;
  parley_report *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  cJSON *tree = NULL;
  ply_err err = {0};
  ply_text document;
  ply_text_init(&document);
  ply_status status = ply_json_parse(text, length, &tree);
  if (status == PLY_E_MEMORY)
    ply_err_set(&err, status, "not enough memory to read %s", name);
  else if (status != PLY_OK)
    ply_err_set(&err, status,
                "%s is not valid JSON from its first to its last byte: save it again with parley solve "
                "--format json",
                name);
  else
    status = parley_inside_saved(tree, name, &err);
  if (status == PLY_OK) {
    const cJSON *about = cJSON_GetObjectItemCaseSensitive(tree, "scenario");
    made->title = copy_of(title_of(about), made);
    made->digest = copy_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(about, "digest")), made);
    const cJSON *outcome = cJSON_GetObjectItemCaseSensitive(tree, "outcome");
    made->complete = cJSON_IsString(outcome) && strcmp(outcome->valuestring, "found") == 0;
    start_document(&document, command);
    ply_text_add(&document, ",\n\"result\": ");
    ply_text_add_n(&document, text, length);
  }
  cJSON_Delete(tree);
  return finish(made, &document, parley_inside_status(status, &err, error), report, error);
}

/* ---- with more ---- */

static bool is_of(const parley_report *report, const char *digest) {
  return report->digest != NULL && strcmp(report->digest, digest) == 0;
}

/* The document with a part more takes the old one's place, which stays where that fails. */
static parley_status replace(parley_report *report, ply_text *document, parley_error *error) {
  char *data = NULL;
  parley_status status = parley_inside_text(PLY_OK, document, &data, NULL, error);
  if (status != PARLEY_OK) return status;
  free(report->data);
  report->data = data;
  return PARLEY_OK;
}

/* The document ends with "\n}\n", and with "]\n}\n" where it holds sweeps. */
parley_status parley_report_add_sweep(parley_report *report, const char *summary, bool *same,
                                      parley_error *error) {
  ply_err err = {0};
  ply_text document;
  cJSON *tree = NULL;
  if (ply_json_parse(summary, strlen(summary), &tree) == PLY_E_MEMORY)
    return parley_inside_status(ply_err_set(&err, PLY_E_MEMORY, "not enough memory to read a sweep"), &err,
                                error);
  const char *digest = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, "digest"));
  if (digest == NULL) {
    cJSON_Delete(tree);
    return parley_inside_status(ply_err_set(&err, PLY_E_INPUT, "this is no text of parley_sweep_summary"),
                                &err, error);
  }
  if (same != NULL) *same = is_of(report, digest);
  cJSON_Delete(tree);
  ply_text_init(&document);
  ply_text_add_n(&document, report->data,
                 strlen(report->data) - strlen(report->n_sweeps > 0 ? "]\n}\n" : "\n}\n"));
  ply_text_add(&document, report->n_sweeps > 0 ? ",\n" : ",\n\"sweeps\": [");
  ply_text_add(&document, summary);
  ply_text_add(&document, "]\n}\n");
  parley_status status = replace(report, &document, error);
  report->n_sweeps += status == PARLEY_OK;
  return status;
}

parley_status parley_report_add_robust(parley_report *report, const char *robust, bool *same,
                                       parley_error *error) {
  ply_err err = {0};
  ply_text document;
  cJSON *tree = NULL;
  if (ply_json_parse(robust, strlen(robust), &tree) == PLY_E_MEMORY)
    return parley_inside_status(ply_err_set(&err, PLY_E_MEMORY, "not enough memory to read it"), &err, error);
  const cJSON *about = cJSON_GetObjectItemCaseSensitive(tree, "scenario");
  const char *digest = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(about, "digest"));
  bool there = digest != NULL && cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(tree, "robust"));
  if (same != NULL) *same = there && is_of(report, digest);
  cJSON_Delete(tree);
  if (!there || report->robust)
    return parley_inside_status(ply_err_set(&err, PLY_E_INPUT,
                                            there ? "a report takes one answer of parley robust"
                                                  : "this is nothing that parley robust --format json wrote"),
                                &err, error);
  ply_text_init(&document);
  ply_text_add(&document, head);
  add_part(&document, "robust", robust);
  ply_text_add(&document, report->data + strlen(head));
  parley_status status = replace(report, &document, error);
  report->robust = status == PARLEY_OK;
  return status;
}

/* ---- as a page ---- */

bool parley_report_complete(const parley_report *report, const char **why) {
  if (why != NULL) *why = report->stopped_by;
  return report->complete;
}

int parley_report_failed_checks(const parley_report *report) { return report->failed_checks; }

const char *parley_pages_missing(void) { return ply_web_missing(); }

bool parley_page_asset(const char *name, const char **type, const unsigned char **bytes, size_t *size) {
  const ply_web_asset *asset = ply_web_find(name);
  if (asset == NULL) return false;
  *type = asset->type;
  *bytes = asset->data;
  *size = asset->size;
  return true;
}

parley_status parley_page_render(const char *script, const char *title, const char *data, bool alone,
                                 char **text, parley_error *error) {
  ply_err err = {0};
  ply_text out;
  ply_text_init(&out);
  ply_status status = PLY_OK;
  char own[80] = ""; /* NAME.css, for NAME.js */
  const char *dot = strrchr(script, '.');
  if (dot != NULL && dot - script < 70) snprintf(own, sizeof own, "%.*s.css", (int)(dot - script), script);
  const ply_web_asset *code = ply_web_find(script), *style = ply_web_find(own);
  const char *style_name = style != NULL ? own : "parley.css";
  if (style == NULL) style = ply_web_find(style_name);
  if (ply_web_missing() != NULL)
    status = ply_err_set(&err, PLY_E_USAGE, "this parley was built without its pages: %s", ply_web_missing());
  else if (code == NULL || style == NULL)
    status = ply_err_set(&err, PLY_E_USAGE, "there is no page \"%.80s\"", script);
  if (status == PLY_OK) {
    ply_html_page page = {.title = title, .data = data, .script = script, .style = style_name};
    if (alone) {
      page.script_bytes = code->data, page.script_size = code->size;
      page.style_bytes = style->data, page.style_size = style->size;
    }
    ply_html_page_add(&page, &out);
  }
  return parley_inside_text(status, &out, text, &err, error);
}

parley_status parley_report_render(const parley_report *report, const char *format, char **text,
                                   parley_error *error) {
  *text = NULL;
  if (strcmp(format, "html") == 0)
    return parley_page_render("report.js", report->title, report->data, true, text, error);
  ply_err err = {0};
  ply_text out;
  ply_text_init(&out);
  ply_status status = PLY_OK;
  if (strcmp(format, "md") == 0)
    status = ply_report_markdown(report->data, ply_concept_at, ply_question_at, &out, &err);
  else if (strcmp(format, "json") == 0)
    ply_text_add(&out, report->data);
  else
    status =
        ply_err_set(&err, PLY_E_USAGE, "unknown format \"%.40s\": a report can be html, md or json", format);
  return parley_inside_text(status, &out, text, &err, error);
}
