/* What the designs lack, in the Markdown report: the fewest changes that would make each acceptable; of an acceptable one
 * that is not efficient the deal that is better for all, and its distances; where there is no deal at all, the nearest
 * miss and the numbers that together would make it one. */
#include "sim/render/markdown.h"
#include "sim/render/page.h"
#include "sim/render/section.h"

#include <math.h>
#include <string.h>

typedef struct lacks {
  ply_text *out;
  const cJSON *result, *frame, *explanations;
} lacks;

static double number_of(const cJSON *item) { return cJSON_IsNumber(item) ? item->valuedouble : 0; }

/* What the file calls the level of who is no member. */
static const char *outside(const cJSON *frame) {
  const cJSON *levels = at(frame, "levels"), *first = levels != NULL ? levels->child : NULL;
  const char *name = cJSON_IsString(first) ? first->valuestring : string_of(at(first, "name"));
  return name[0] != '\0' ? name : "out";
}

/* "Raise: 4 %; Germany: Armies": all terms, or those that differ from another bundle. */
static void add_terms(const lacks *r, const cJSON *bundle, const cJSON *against) {
  const char *mark = "";
  const cJSON *issues = at(r->frame, "issues"), *options = at(bundle, "options"),
              *members = at(bundle, "members");
  for (const cJSON *o = options != NULL ? options->child : NULL; o != NULL; o = o->next) {
    if (cJSON_IsTrue(at(at(issues, o->string), "derived"))) continue;
    if (against != NULL && strcmp(string_of(o), string_of(at(at(against, "options"), o->string))) == 0)
      continue;
    const cJSON *name = at(at(at(issues, o->string), "options"), string_of(o));
    ply_text_add(r->out, mark);
    ply_markdown_name(r->out, r->frame, "issues", o->string);
    ply_text_add(r->out, ": ");
    ply_markdown_words(r->out, cJSON_IsString(name) ? name->valuestring : string_of(o));
    mark = "; ";
  }
  for (const cJSON *a = at(r->frame, "actors")->child; a != NULL; a = a->next) {
    const cJSON *level = at(members, a->string), *was = at(at(against, "members"), a->string);
    if (against == NULL ? level == NULL : strcmp(string_of(level), string_of(was)) == 0) continue;
    ply_text_add(r->out, mark);
    ply_markdown_name(r->out, r->frame, "actors", a->string);
    ply_text_add(r->out, ": ");
    if (level != NULL)
      ply_markdown_name(r->out, r->frame, "levels", string_of(level));
    else
      ply_markdown_words(r->out, outside(r->frame));
    mark = "; ";
  }
}

/* One line a design: the fewest changes that would make it acceptable. */
static void add_nearest(const lacks *r) {
  const cJSON *designs = at(r->result, "designs");
  if (r->explanations == NULL || r->explanations->child == NULL) return;
  ply_text_add(r->out, "\n## What each design lacks\n\n");
  for (const cJSON *e = r->explanations->child; e != NULL; e = e->next) {
    const cJSON *near = at(e, "nearest"), *d = at(designs, e->string);
    ply_text_add(r->out, "- ");
    ply_markdown_words(r->out, cJSON_IsString(at(d, "name")) ? string_of(at(d, "name")) : e->string);
    if (cJSON_IsTrue(at(e, "acceptable"))) {
      ply_text_add(r->out, ": acceptable as it stands.\n");
      continue;
    }
    if (strcmp(string_of(at(near, "outcome")), "found") != 0) {
      ply_text_add(r->out, strcmp(string_of(at(near, "outcome")), "proved_none") == 0
                               ? ": no bundle at all is acceptable.\n"
                               : ": the nearest acceptable bundle is not decided.\n");
      continue;
    }
    int changes = (int)number_of(at(near, "changes"));
    bool ties = number_of(at(near, "ties")) > 1;
    ply_text_addf(r->out, ": %d change%s to the nearest acceptable bundle%s: ", changes,
                  changes == 1 ? "" : "s",
                  ties ? " (of those with as few changes the one with the largest slack)" : "");
    add_terms(r, near, e);
    ply_text_add(r->out, ".\n");
  }
}

/* An accepted design that is not efficient: what is better for all, and how far it is from the frontier. */
static void add_better(const lacks *r, const cJSON *design) {
  const cJSON *better = at(design, "better"), *frontier = at(design, "frontier_distance"),
              *nash = at(design, "nash_distance");
  const char *mark = " (";
  ply_text_add(r->out, "- ");
  ply_markdown_words(r->out,
                     cJSON_IsString(at(design, "name")) ? string_of(at(design, "name")) : design->string);
  ply_text_add(r->out, " is not efficient: better for somebody and worse for nobody is ");
  add_terms(r, better, design);
  for (const cJSON *a = at(r->frame, "actors")->child; a != NULL; a = a->next) {
    double then = number_of(at(at(better, "payoffs"), a->string)),
           gain = then - number_of(at(at(design, "payoffs"), a->string));
    if (gain <= PLY_EPS * fmax(1, fabs(then))) continue;
    ply_text_add(r->out, mark);
    ply_markdown_name(r->out, r->frame, "actors", a->string);
    ply_text_addf(r->out, " %s", ply_figure_gain(gain, ply_markdown_digits(r->result, a->string)).s);
    mark = ", ";
  }
  ply_text_add(r->out, ").");
  if (cJSON_IsNumber(frontier) && cJSON_IsNumber(nash))
    ply_text_addf(r->out, " Distance to the nearest efficient deal %s, to the Nash deal %s.",
                  ply_figure_fixed(frontier->valuedouble, 2).s, ply_figure_fixed(nash->valuedouble, 2).s);
  ply_text_add(r->out, "\n");
}

static void add_efficiency(const lacks *r) {
  const cJSON *designs = at(r->result, "designs");
  bool any = false;
  for (const cJSON *d = designs != NULL ? designs->child : NULL; d != NULL; d = d->next) {
    if (at(d, "better") == NULL) continue;
    if (!any) ply_text_add(r->out, "\n## Better for all\n\n");
    any = true;
    add_better(r, d);
  }
}

static void add_openers(const lacks *r, const cJSON *slack, int n_short) {
  const cJSON *opener;
  if (!cJSON_IsTrue(at(slack, "together"))) return;
  ply_text_addf(r->out,
                n_short == 1 ? "\nOne number would make it a deal, any of these:\n\n"
                             : "\n%d numbers together would make it a deal, one of each actor's:\n\n",
                n_short);
  ply_text_add(r->out, "| whose | what | now | turns at | number |\n|---|---|---|---|---|\n");
  cJSON_ArrayForEach(opener, at(slack, "openers")) {
    const cJSON *number = at(opener, "number");
    ply_text_add(r->out, "| ");
    ply_markdown_name(r->out, r->frame, "actors", string_of(at(opener, "actor")));
    ply_text_add(r->out, " | ");
    ply_markdown_words(r->out, string_of(at(number, "kind")));
    ply_text_addf(r->out, " | %s | %s | ", ply_figure_fixed(number_of(at(number, "from")), 4).s,
                  ply_figure_fixed(number_of(at(number, "turn")), 4).s);
    ply_markdown_words(r->out, string_of(at(number, "pointer")));
    ply_text_add(r->out, " |\n");
  }
}

static void add_miss(const lacks *r) {
  const cJSON *slack = at(r->result, "slack"), *id;
  const char *mark = "";
  if (!(number_of(at(slack, "value")) < 0) || at(slack, "short") == NULL) return;
  ply_text_addf(
      r->out,
      "\n## The nearest miss\n\nBy the largest slack, as everybody would have to give %s for a first "
      "deal to appear: ",
      ply_figure_fixed(-number_of(at(slack, "value")), 4).s);
  add_terms(r, slack, NULL);
  ply_text_add(r->out, ". Short of a yes there: ");
  cJSON_ArrayForEach(id, at(slack, "short")) {
    int digits = ply_markdown_digits(r->result, string_of(id));
    ply_text_add(r->out, mark);
    ply_markdown_name(r->out, r->frame, "actors", string_of(id));
    double short_by = -number_of(at(at(slack, "margins"), string_of(id)));
    ply_text_addf(r->out, " %s", ply_figure_fixed(short_by, digits > 0 ? digits : 3).s);
    mark = ", ";
  }
  ply_text_add(r->out, ".\n");
  add_openers(r, slack, cJSON_GetArraySize(at(slack, "short")));
}

void ply_markdown_lacks(const cJSON *result, const cJSON *explanations, ply_text *out) {
  lacks r = {.out = out, .result = result, .frame = at(result, "frame"), .explanations = explanations};
  add_nearest(&r);
  add_efficiency(&r);
  add_miss(&r);
}

void ply_markdown_name(ply_text *out, const cJSON *frame, const char *group, const char *id) {
  const cJSON *item = at(at(frame, group), id);
  const char *name = cJSON_IsString(item) ? item->valuestring : string_of(at(item, "name"));
  ply_markdown_words(out, name[0] != '\0' ? name : id);
}

int ply_markdown_digits(const cJSON *result, const char *actor) {
  const cJSON *own = at(at(result, "actor_digits"), actor), *all = at(result, "digits");
  const cJSON *digits = cJSON_IsNumber(own) ? own : all;
  return cJSON_IsNumber(digits) && digits->valueint >= 0 && digits->valueint <= 6 ? digits->valueint : 3;
}
