/* What does all of this rest on? How many of the file's numbers are stated, implied, taken from outside or
 * assumed, and what that means; how many of the stances in the sources the model reproduces; whether the
 * answers were confirmed. */
#include "sim/render/section.h"

enum { ASSUMED, OUTSIDE, IMPLIED, STATED };

static void say_meaning(ply_page *page, int assumed, int total) {
  const char *words =
      "Every number has a source; what follows from them is a property of the model all the same.";
  if (assumed == total)
    words = "None of the numbers has a source: read the answers as what would follow if they were right.";
  else if (2 * assumed > total)
    words = "Most of the numbers are judgement: read the answers as what would follow if they were right. A "
            "source supports the "
            "order of an actor's wishes at best, not their sizes.";
  else if (assumed > 0)
    words = "Some of the numbers are judgement: read the answers as what would follow if they were right.";
  ply_page_para(page, 2, NULL, PLY_PLAIN, "%s", words);
}

static void say_grades(ply_page *page, const ply_frame *f) {
  static const char *const words[] = {"assumed", "taken from outside the sources", "implied by a source",
                                      "stated by a source"};
  int total = f->grades[ASSUMED] + f->grades[OUTSIDE] + f->grades[IMPLIED] + f->grades[STATED];
  if (total == 0) return;
  ply_text out;
  ply_text_init(&out);
  ply_text_addf(&out, "The file gives %s number%s:", ply_figure_count((uint64_t)total).s,
                total == 1 ? "" : "s");
  for (int g = STATED, n = 0; g >= ASSUMED; g--)
    if (f->grades[g] > 0)
      ply_text_addf(&out, "%s %s %s (%s)", n++ > 0 ? "," : "", ply_figure_count((uint64_t)f->grades[g]).s,
                    words[g], ply_figure_share((uint64_t)f->grades[g], (uint64_t)total).s);
  ply_text_add(&out, ".");
  if (f->n_triples > 0)
    ply_text_addf(&out, " %s of them carry a range; this answer takes the base value of each.",
                  ply_figure_count((uint64_t)f->n_triples).s);
  ply_page_para(page, 2, NULL, PLY_PLAIN, "%s", ply_list_string(&out));
  page->out->failed |= out.failed;
  ply_text_done(&out);
  say_meaning(page, f->grades[ASSUMED], total);
}

static void say_concordance(ply_page *page, const ply_result *r) {
  int n[PLY_N_STANCES] = {0};
  for (int k = 0; k < r->n_concordance; k++) n[r->concordance[k].status]++;
  if (r->n_concordance == 0) return;
  ply_page_para(
      page, 2, NULL, PLY_PLAIN,
      "Of %d stances that the sources state, the model's answers reproduce %d and contradict %d; %d are "
      "inputs, typed in as they are stated, and prove nothing; %d are not modelled.",
      r->n_concordance, n[PLY_STANCE_REPRODUCED], n[PLY_STANCE_CONTRADICTED], n[PLY_STANCE_ENCODED],
      n[PLY_STANCE_NOT_MODELLED]);
  for (int k = 0; k < r->n_concordance; k++)
    if (r->concordance[k].status == PLY_STANCE_CONTRADICTED)
      ply_page_para(page, 4, r->concordance[k].id, PLY_BAD, "%s The model: %s", r->concordance[k].says,
                    r->concordance[k].detail != NULL ? r->concordance[k].detail : "does not say so");
}

/* Answers that are there and that no check of their own has stamped: concepts and questions without a second definition
 * in sim/verify. */
static void list_unchecked(const ply_result *r, ply_text *names) {
  for (int k = 0; k < r->n_solutions; k++)
    if (r->solutions[k].outcome == PLY_FOUND && !r->solutions[k].verified)
      ply_text_addf(names, "%s%s", names->length > 0 ? ", " : "", r->solutions[k].concept->title);
  for (int k = 0; k < r->n_answers; k++)
    if (r->answers[k].record != r && !r->answers[k].verified)
      ply_text_addf(names, "%s%s", names->length > 0 ? ", " : "", r->answers[k].question->name);
}

static void say_confirmed(ply_page *page, const ply_result *r) {
  ply_text names;
  ply_text_init(&names);
  list_unchecked(r, &names);
  const char *but = names.length > 0 ? " but these, which have no second definition: " : "";
  if (r->checked_all)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "Every answer was recomputed from the definitions, over all bundles, and confirmed%s%s.",
                  but, names.length > 0 ? names.data : "");
  else
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "The bundles named here were recomputed from the definitions and held against %s others: "
                  "confirmed%s%s. The counts of a space of this size rest on the search alone.",
                  ply_figure_count(r->checked_bundles).s, but, names.length > 0 ? names.data : "");
  ply_page_text_done(page, &names);
}

static void say_checks(ply_page *page, const ply_result *r) {
  if (r->n_failed_checks > 0)
    ply_page_para(page, 2, NULL, PLY_BAD,
                  "%d of the answers could not be confirmed, the first: %s. This is a defect of parley.",
                  r->n_failed_checks, r->failed_check != NULL ? r->failed_check : "?");
  else if (r->checked_bundles > 0)
    say_confirmed(page, r);
  if (r->outcome == PLY_LIMIT_REACHED)
    ply_page_para(page, 2, NULL, PLY_BAD,
                  "Not everything is decided: %s. What is given is proved, but it is not all.",
                  r->stopped_by != NULL ? r->stopped_by : "a limit was reached");
}

void ply_section_basis(ply_page *page, const ply_result *r) {
  ply_page_heading(page, "WHAT THIS RESTS ON");
  say_grades(page, &r->frame);
  say_concordance(page, r);
  say_checks(page, r);
  ply_page_para(page, 2, NULL, PLY_QUIET, "%s, %s, parley %s.", r->frame.id, r->frame.digest, r->version);
}
