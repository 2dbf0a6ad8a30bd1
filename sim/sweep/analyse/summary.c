/* What all outputs of a sweep say, for the pages of a report; and what one says, in the form that was asked for. */
#include "sim/sweep/analyse/analyse.h"

#include <string.h>

ply_status ply_sensitivity_say(const ply_sensitivity *s, const char *format, ply_text *out, ply_err *err) {
  if (strcmp(format, "json") == 0)
    ply_sensitivity_json(s, out);
  else if (strcmp(format, "text") == 0)
    ply_sensitivity_text(s, out);
  else
    return ply_err_set(err, PLY_E_USAGE, "a sensitivity comes as text or json, not \"%s\"", format);
  return PLY_OK;
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

ply_status ply_sweep_summary(const ply_sweep *sweep, const char *folder, ply_text *out, ply_err *err) {
  ply_plan_words words = ply_plan_told(sweep->plan);
  ply_status status = PLY_OK;
  ply_text_add(out, "{\n");
  add_words(out, "title", words.title);
  add_words(out, "question", words.question);
  add_words(out, "says", words.says);
  add_words(out, "scenario", sweep->scenario->id);
  add_words(out, "digest", sweep->scenario->digest);
  ply_text_addf(out, "\"n_outputs\": %d, \"n_parameters\": %d,\n\"outputs\": [", sweep->n_outputs,
                sweep->n_parameters);
  for (int o = 0; status == PLY_OK && o < sweep->n_outputs && o < OUTPUTS; o++) {
    if (o > 0) ply_text_add(out, ",\n");
    status = add_output(sweep, folder, sweep->outputs[o].name, out, err);
  }
  ply_text_add(out, "]\n}\n");
  return status;
}
