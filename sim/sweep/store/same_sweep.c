/* Is this the sweep that a folder holds? Its plan and scenario are compared line by line with the ones asked
 * for; the lines that differ are shown. A larger n is the one difference that --extend allows, where the
 * method keeps the runs of the smaller sample. */
#include "sim/sweep/store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 6, WIDTH = 160 };

static size_t line_length(const char *p) { return strcspn(p, "\n"); }
static const char *next_line(const char *p) {
  p += line_length(p);
  return *p == '\n' ? p + 1 : p;
}

static bool is_size(const char *line) { return strncmp(line, "  \"n\": ", 7) == 0; }

static void show(ply_text *out, const char *mark, const char *line) {
  size_t n = line_length(line);
  ply_text_addf(out, "  %s %.*s%s\n", mark, (int)(n < WIDTH ? n : WIDTH), line, n > WIDTH ? "..." : "");
}

/* Lines that differ, side by side; skip_size: but for the line with n. How many were found. */
static int compare(const char *kept, const char *now, bool skip_size, const char *name, ply_text *out) {
  int n = 0;
  while (*kept != '\0' || *now != '\0') {
    if (skip_size && is_size(kept) && is_size(now)) {
      kept = next_line(kept);
      now = next_line(now);
      continue;
    }
    size_t a = line_length(kept), b = line_length(now);
    if (a != b || memcmp(kept, now, a) != 0) {
      if (n == 0 && out != NULL) ply_text_addf(out, "%s (- kept, + asked for now):\n", name);
      if (n < SHOWN && out != NULL) {
        show(out, "-", kept);
        show(out, "+", now);
      }
      n++;
    }
    kept = next_line(kept);
    now = next_line(now);
  }
  if (n > SHOWN && out != NULL) ply_text_addf(out, "  and %d more lines\n", n - SHOWN);
  return n;
}

static unsigned long long size_in(const char *plan) {
  for (const char *p = plan; *p != '\0'; p = next_line(p))
    if (is_size(p)) return strtoull(p + 7, NULL, 10);
  return 0;
}

static ply_status compare_plans(const ply_sweep *sweep, const char *folder, const char *kept, const char *now,
                                bool extend, ply_text *difference, ply_err *err) {
  if (strcmp(kept, now) == 0) return PLY_OK;
  unsigned long long before = size_in(kept), after = size_in(now);
  if (compare(kept, now, true, "plan.json", NULL) > 0 || !sweep->sample.method->extends) {
    if (difference != NULL) compare(kept, now, false, "plan.json", difference);
    return ply_err_set(err, PLY_E_USAGE, "%s holds another sweep; use another folder", folder);
  }
  if (before == after || (extend && after > before)) return PLY_OK;
  if (difference != NULL) compare(kept, now, false, "plan.json", difference);
  return ply_err_set(err, PLY_E_USAGE,
                     after > before ? "%s holds the same sweep with n = %llu; --extend %llu enlarges it"
                                    : "%s holds the same sweep with n = %llu, more than %llu",
                     folder, before, after);
}

ply_status ply_store_agrees(const ply_sweep *sweep, const char *folder, bool extend, ply_text *difference,
                            ply_err *err) {
  char *plan = ply_store_file_text(folder, "plan.json"),
       *scenario = ply_store_file_text(folder, "scenario.json");
  ply_text now;
  ply_text_init(&now);
  ply_status status = ply_plan_kept(sweep, &now, err);
  if (status == PLY_OK && scenario != NULL && strcmp(scenario, sweep->text) != 0) {
    if (difference != NULL) compare(scenario, sweep->text, false, "scenario.json", difference);
    status = ply_err_set(err, PLY_E_USAGE, "%s holds runs of another scenario; use another folder", folder);
  }
  if (status == PLY_OK && plan != NULL)
    status = compare_plans(sweep, folder, plan, now.data, extend, difference, err);
  ply_text_done(&now);
  free(plan);
  free(scenario);
  return status;
}
