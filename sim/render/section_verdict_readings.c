/* Which readings of the file would turn the headline? Those that do, by what they come to; or that none does, or how to
 * ask. */
#include "sim/render/section.h"

static int count_of(const ply_result *r, bool turns, ply_finding finding) {
  int n = 0;
  for (int k = 0; k < r->readings.n; k++)
    n += r->readings.rows[k].turns == turns && r->readings.rows[k].finding == finding;
  return n;
}

static void add_names(ply_text *out, const ply_result *r, bool turns, ply_finding finding) {
  const char *between = "";
  for (int k = 0; k < r->readings.n; k++) {
    const ply_reading_row *row = &r->readings.rows[k];
    if (row->turns != turns || row->finding != finding) continue;
    ply_text_addf(out, "%s\"%s\" (%s)", between, row->name.name, row->name.id);
    between = ", ";
  }
}

/* " No deal: "A" (a), "B" (b)." for each finding that some reading turns to. */
static void add_turned(ply_text *out, const ply_result *r) {
  for (int f = PLY_FINDING_NO_DEAL; f < PLY_N_FINDINGS; f++) {
    if (count_of(r, true, (ply_finding)f) == 0) continue;
    const char *name = ply_finding_name((ply_finding)f);
    ply_text_addf(out, " %c%s under ", name[0] - 'a' + 'A', name + 1);
    add_names(out, r, true, (ply_finding)f);
    ply_text_add(out, ".");
  }
}

void ply_verdict_readings(ply_page *page, const ply_result *r) {
  int n = r->frame.n_readings, turns = 0, open = count_of(r, false, PLY_FINDING_OPEN);
  if (n == 0) return;
  if (r->readings.outcome != PLY_FOUND || r->readings.n == 0) {
    ply_page_para(
        page, 2, NULL, PLY_PLAIN,
        "The file names %d reading%s of what sources or the model leave open: `parley readings FILE` says "
        "which of them turn this headline.",
        n, n == 1 ? "" : "s");
    return;
  }
  for (int f = 0; f < PLY_N_FINDINGS; f++) turns += count_of(r, true, (ply_finding)f);
  ply_text out;
  ply_text_init(&out);
  if (turns > 0)
    ply_text_addf(&out,
                  "This headline hangs on how the sources and the model are read: %d of the file's %d "
                  "reading%s turn%s it.",
                  turns, n, n == 1 ? "" : "s", turns == 1 ? "s" : "");
  else
    ply_text_addf(&out, "This headline stands however the sources and the model are read: %s turns it.",
                  open > 0 ? "no reading that was decided" : "none of the readings that the file names");
  add_turned(&out, r);
  if (open > 0) {
    ply_text_add(&out, " Not decided: ");
    add_names(&out, r, false, PLY_FINDING_OPEN);
    ply_text_add(&out, ".");
  }
  ply_text_add(&out, " Side by side: `parley readings FILE`.");
  ply_page_para(page, 2, NULL, PLY_PLAIN, "%s", ply_list_string(&out));
  ply_page_done(page, &out);
}
