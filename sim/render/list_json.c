/* What is there to choose from, for programs: "scenarios" and "choices", in the order of the text. */
#include "sim/base/json_write.h"
#include "sim/render/render.h"

static void add_file(ply_json *json, const ply_listed_file *file) {
  ply_json_object(json, NULL, false);
  ply_json_string(json, "file", file->path);
  ply_json_string(json, "trouble", file->trouble);
  if (file->trouble == NULL) {
    ply_json_string(json, "id", file->id);
    ply_json_string(json, "title", file->title);
    ply_json_string(json, "question", file->question);
    ply_json_int(json, "actors", file->n_actors);
    ply_json_int(json, "candidates", file->n_candidates);
    ply_json_int(json, "issues", file->n_issues);
    ply_json_count(json, "combinations", file->n_bundles);
    ply_json_int(json, "designs", file->n_designs);
  }
  ply_json_end(json);
}

static void add_row(ply_json *json, const ply_listed_row *row) {
  ply_json_object(json, NULL, true);
  ply_json_string(json, "kind", row->kind);
  ply_json_string(json, "name", row->name);
  ply_json_string(json, "help", row->help);
  ply_json_string(json, "more", row->more);
  ply_json_end(json);
}

void ply_listing_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_listing *listing = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_object(&json, NULL, false);
  ply_json_object(&json, "parley", true);
  ply_json_string(&json, "version", listing->version);
  ply_json_int(&json, "format", 1);
  ply_json_end(&json);
  ply_json_array(&json, "scenarios", false);
  for (size_t i = 0; i < listing->n_files; i++) add_file(&json, &listing->files[i]);
  ply_json_end(&json);
  ply_json_array(&json, "choices", false);
  for (size_t i = 0; i < listing->n_rows; i++) add_row(&json, &listing->rows[i]);
  ply_json_end(&json);
  ply_json_end(&json);
}
