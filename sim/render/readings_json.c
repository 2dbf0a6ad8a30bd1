/* What a scenario's readings come to, for programs. */
#include "sim/render/json_parts.h"
#include "sim/render/render.h"
#include "sim/result/readings.h"

static void add_counts(ply_json *json, const ply_reading_row *row) {
  ply_json_string(json, "verdict", ply_finding_name(row->finding));
  ply_json_bool(json, "turns", row->turns);
  ply_json_range(json, "feasible", row->feasible);
  ply_json_range(json, "acceptable", row->acceptable);
  ply_json_range(json, "sustained", row->sustained);
  ply_json_range(json, "stable", row->stable);
  if (row->has_reopened) ply_json_range(json, "reopened", row->reopened);
  if (row->has_slack)
    ply_json_number(json, "slack", row->slack);
  else
    ply_json_null(json, "slack");
}

static void add_row(ply_json *json, const ply_readings *r, const ply_reading_row *row) {
  ply_json_object(json, NULL, false);
  ply_json_string(json, "id", row->name.id);
  ply_json_string(json, "name", row->name.name);
  if (row->question != NULL) ply_json_string(json, "question", row->question);
  if (row->trouble != NULL)
    ply_json_string(json, "trouble", row->trouble);
  else {
    add_counts(json, row);
    ply_json_object(json, "nash_gains", true);
    for (int p = 0; p < r->n_players && row->has_bargain; p++)
      ply_json_number(json, r->players[p].id, row->gains[p]);
    ply_json_end(json);
    ply_json_array(json, "designs", true);
    for (int d = 0; d < row->n_accepted; d++) ply_json_string(json, NULL, row->accepted[d].id);
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_readings_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_readings *r = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_object(&json, "parley", true);
  ply_json_string(&json, "version", r->version);
  ply_json_int(&json, "format", 1);
  ply_json_end(&json);
  ply_json_object(&json, "scenario", true);
  ply_json_string(&json, "id", r->id);
  ply_json_string(&json, "digest", r->digest);
  ply_json_end(&json);
  ply_json_array(&json, "readings", false);
  for (size_t k = 0; k < r->n_rows; k++) add_row(&json, r, &r->rows[k]);
  ply_json_end(&json);
  ply_json_end(&json);
}
