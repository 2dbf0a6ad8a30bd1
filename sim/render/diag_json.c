/* What is wrong, told to a program: an array with one entry a problem, in the order found, all that were
 * kept. A place that is not known is null. A failure outside a file's contents has its status as code. */
#include "sim/base/json_write.h"
#include "sim/render/render.h"

static void add_place(ply_json *json, const char *file, const char *pointer, int line, int column) {
  ply_json_string(json, "file", file[0] != '\0' ? file : NULL);
  ply_json_string(json, "pointer", pointer);
  if (line > 0)
    ply_json_int(json, "line", line);
  else
    ply_json_null(json, "line");
  if (column > 0)
    ply_json_int(json, "column", column);
  else
    ply_json_null(json, "column");
}

void ply_problems_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_diags *diags = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_array(&json, NULL, false);
  for (size_t i = 0; i < diags->count; i++) {
    const ply_diag *diag = &diags->items[i];
    ply_json_object(&json, NULL, false);
    ply_json_string(&json, "code", diag->code);
    ply_json_string(&json, "severity", diag->severity == PLY_ERROR ? "error" : "warning");
    add_place(&json, diag->file, diag->pointer, diag->line, diag->column);
    ply_json_string(&json, "message", diag->message);
    ply_json_string(&json, "suggestion", diag->suggestion);
    if (diag->note != NULL) ply_json_string(&json, "note", diag->note);
    ply_json_end(&json);
  }
  ply_json_end(&json);
}

static const char *status_code(ply_status status) {
  switch (status) {
  case PLY_OK: return "ok";
  case PLY_E_USAGE: return "usage";
  case PLY_E_INPUT: return "input";
  case PLY_E_LIMIT: return "limit";
  case PLY_E_MEMORY: return "memory";
  case PLY_E_SYSTEM: return "system";
  case PLY_E_STOPPED: return "stopped";
  }
  return "system";
}

void ply_error_json(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_err *failure = record;
  (void)settings;
  ply_json json;
  ply_json_start(&json, out);
  ply_json_array(&json, NULL, false);
  ply_json_object(&json, NULL, false);
  ply_json_string(&json, "code", status_code(failure->status));
  ply_json_string(&json, "severity", "error");
  add_place(&json, failure->file, failure->pointer, failure->line, failure->column);
  ply_json_string(&json, "message", failure->message);
  ply_json_null(&json, "suggestion");
  ply_json_end(&json);
  ply_json_end(&json);
}
