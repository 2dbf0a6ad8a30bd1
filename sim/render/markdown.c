/* The report as Markdown, for notes and wikis: the verdict, the named designs with who refuses by how much,
 * the best deals, what each design lacks, who joins, deterrence, sources, and how to make the report again.
 * Reads the same data as the page, so that a saved result gives one as well. */
#include "sim/render/markdown.h"
#include "sim/render/page.h"
#include "sim/render/render.h"
#include "sim/render/section.h"

#include <cjson/cJSON.h>
#include <string.h>

typedef struct report {
  ply_text *out;
  const cJSON *scenario, *result, *explanations, *numbers, *frame; /* NULL in a saved result but the frame */
  bool joining;                                                    /* there are candidates */
  const ply_concept *(*concept)(int row);
  const ply_question_words *(*question)(int row);
} report;

static double number_of(const cJSON *item) { return cJSON_IsNumber(item) ? item->valuedouble : 0; }

static void add_count(ply_text *out, const cJSON *item) {
  if (cJSON_IsNumber(item))
    ply_text_add(out, ply_figure_count((uint64_t)item->valuedouble).s);
  else
    ply_text_add(out, "not decided");
}

static void add_name(report *r, const char *group, const char *id) {
  ply_markdown_name(r->out, r->frame, group, id);
}

/* A gain of an actor, with the digits that its unit takes. */
static const char *gain_of(const report *r, double gain, const char *actor, ply_figure *out) {
  *out = ply_figure_gain(gain, ply_markdown_digits(r->result, actor));
  return out->s;
}

static void heading(report *r, const char *text) { ply_text_addf(r->out, "\n## %s\n\n", text); }

/* The name of an entry of the result's designs, or its id. */
static void add_design_name(report *r, const cJSON *design, const char *id) {
  const cJSON *name = at(design, "name");
  ply_markdown_words(r->out, cJSON_IsString(name) ? name->valuestring : id);
}

/* The head of a table: its first column, then one column an entry of `columns` (ids of an object). */
static void add_head(report *r, const char *first, const cJSON *columns, bool designs) {
  size_t n = 0;
  ply_text_addf(r->out, "| %s |", first);
  for (const cJSON *c = columns != NULL ? columns->child : NULL; c != NULL; c = c->next, n++) {
    ply_text_add(r->out, " ");
    if (designs)
      add_design_name(r, c, c->string);
    else
      add_name(r, "actors", c->string);
    ply_text_add(r->out, " |");
  }
  ply_text_add(r->out, "\n|---|");
  while (n-- > 0) ply_text_add(r->out, "---|");
  ply_text_add(r->out, "\n");
}

static void add_verdict(report *r) {
  const cJSON *about = at(r->result, "scenario"), *line;
  ply_text_add(r->out, "# ");
  ply_markdown_words(r->out, cJSON_IsString(at(about, "title")) ? string_of(at(about, "title"))
                                                                : string_of(at(about, "id")));
  ply_text_add(r->out, "\n");
  if (string_of(at(about, "question"))[0] != '\0') {
    ply_text_add(r->out, "\n> ");
    ply_markdown_words(r->out, string_of(at(about, "question")));
    ply_text_add(r->out, "\n");
  }
  heading(r, "Verdict");
  bool first = true;
  cJSON_ArrayForEach(line, at(r->result, "verdict")) {
    ply_text_add(r->out, first ? "**" : "- ");
    ply_markdown_words(r->out, string_of(line));
    ply_text_add(r->out, first ? "**\n\n" : "\n");
    first = false;
  }
}

static bool lists(const cJSON *array, const char *id) {
  const cJSON *item;
  cJSON_ArrayForEach(item, array) {
    if (cJSON_IsString(item) && strcmp(item->valuestring, id) == 0) return true;
  }
  return false;
}

/* Whether an actor is asked at a design: always, because it joins, or because a condition holds. */
static bool is_asked(const cJSON *actor, const cJSON *design) {
  const cJSON *asked = at(design, "asked");
  if (asked != NULL) return lists(asked, actor->string);
  const char *consent = string_of(at(actor, "consent"));
  if (strcmp(consent, "never") == 0) return false;
  return strcmp(consent, "if_member") != 0 || at(at(design, "members"), actor->string) != NULL;
}

/* Whether some may be outvoted. */
static bool counts_votes(const cJSON *actors) {
  for (const cJSON *a = actors != NULL ? actors->child : NULL; a != NULL; a = a->next)
    if (strcmp(string_of(at(a, "consent")), "counted") == 0) return true;
  return false;
}

static void add_designs(report *r) {
  const cJSON *designs = at(r->result, "designs"), *actors = at(r->frame, "actors");
  if (designs == NULL || designs->child == NULL) return;
  heading(r, "Named designs");
  add_head(r, "gain against no deal", designs, true);
  for (const cJSON *a = actors != NULL ? actors->child : NULL; a != NULL; a = a->next) {
    ply_text_add(r->out, "| ");
    add_name(r, "actors", a->string);
    ply_text_add(r->out, " |");
    for (const cJSON *d = designs->child; d != NULL; d = d->next) {
      bool refuses = lists(at(d, "refuses"), a->string);
      const char *mark = !is_asked(a, d)                             ? " (not asked)"
                         : !refuses                                  ? ""
                         : at(at(d, "red_lines"), a->string) != NULL ? " **red line**"
                                                                     : " **refuses**";
      ply_figure gain;
      ply_text_addf(r->out, " %s%s |",
                    gain_of(r, number_of(at(at(d, "margins"), a->string)), a->string, &gain), mark);
    }
    ply_text_add(r->out, "\n");
  }
  const char *const rows[][2] = {
      {"acceptable", counts_votes(actors) ? "enough of those asked accept" : "everybody asked accepts"},
      {"sustained", "nobody moves where a leaver may undo the deal"},
      {"stable", "nobody would leave even if the deal went on"}};
  for (size_t k = 0; k < (r->joining ? 3 : 1); k++) {
    ply_text_addf(r->out, "| %s |", rows[k][1]);
    for (const cJSON *d = designs->child; d != NULL; d = d->next)
      ply_text_addf(r->out, " %s |", cJSON_IsTrue(at(d, rows[k][0])) ? "yes" : "no");
    ply_text_add(r->out, "\n");
  }
}

static void add_members(report *r, const cJSON *members) {
  if (members == NULL || members->child == NULL) ply_text_add(r->out, "nobody");
  for (const cJSON *m = members != NULL ? members->child : NULL; m != NULL; m = m->next) {
    add_name(r, "actors", m->string);
    ply_text_add(r->out, " (");
    add_name(r, "levels", string_of(m));
    ply_text_add(r->out, m->next != NULL ? "), " : ")");
  }
}

/* The row of a concept: what each actor gains, or that there is none, or that it is open. */
static void add_gains(report *r, const char *title, const cJSON *solution, const cJSON *actors) {
  const cJSON *payoffs = at(solution, "payoffs");
  const char *without = strcmp(string_of(at(solution, "outcome")), "proved_none") == 0 ? "none" : "open";
  ply_text_addf(r->out, "| %s |", title);
  for (const cJSON *a = actors != NULL ? actors->child : NULL; a != NULL; a = a->next) {
    double gain = number_of(at(payoffs, a->string)) - number_of(at(a, "reservation"));
    ply_figure shown;
    ply_text_addf(r->out, " %s |", payoffs != NULL ? gain_of(r, gain, a->string, &shown) : without);
  }
  ply_text_add(r->out, "\n");
}

/* The deal of a concept in words: every issue's option, who joins. */
static void add_deal(report *r, const char *title, const cJSON *solution) {
  if (at(solution, "options") == NULL) return;
  ply_text_addf(r->out, "\n%s", title);
  if (r->joining) ply_text_addf(r->out, " (over the %s bundles)", string_of(at(solution, "over")));
  ply_text_add(r->out, ": ");
  for (const cJSON *o = at(solution, "options")->child; o != NULL; o = o->next) {
    const cJSON *name = at(at(at(at(r->frame, "issues"), o->string), "options"), string_of(o));
    add_name(r, "issues", o->string);
    ply_text_add(r->out, ": ");
    ply_markdown_words(r->out, cJSON_IsString(name) ? name->valuestring : string_of(o));
    ply_text_add(r->out, o->next != NULL ? "; " : ".");
  }
  if (r->joining) {
    ply_text_add(r->out, " Joining: ");
    add_members(r, at(solution, "members"));
    ply_text_add(r->out, ".");
  }
  ply_text_add(r->out, "\n");
}

static void add_best(report *r) {
  const ply_concept *c;
  const cJSON *actors = at(r->frame, "actors"), *solutions = at(r->result, "solutions");
  heading(r, "Fair deals");
  add_head(r, "gain against no deal", actors, false);
  for (int k = 0; (c = r->concept(k)) != NULL; k++) add_gains(r, c->written, at(solutions, c->name), actors);
  for (int k = 0; (c = r->concept(k)) != NULL; k++) add_deal(r, c->written, at(solutions, c->name));
}

/* The fields of a question that has no section of its own, a line each. */
static void add_fields(report *r, const ply_field *fields, const cJSON *answer) {
  for (const ply_field *f = fields; f->name != NULL; f++) {
    const cJSON *value = at(answer, f->name);
    if (!(f->tell & PLY_TELL_TEXT) || value == NULL) continue;
    ply_text_addf(r->out, "* %s: ", f->label != NULL ? f->label : f->name);
    if (f->kind == PLY_FIELD_BY_ACTOR)
      for (const cJSON *a = value->child; a != NULL; a = a->next) {
        add_name(r, "actors", a->string);
        ply_text_addf(r->out, " %s%s", ply_figure_fixed(number_of(a), 3).s, a->next != NULL ? ", " : "");
      }
    else if (cJSON_IsNumber(value) && f->kind == PLY_FIELD_NUMBER)
      ply_text_add(r->out, ply_figure_fixed(value->valuedouble, 3).s);
    else if (cJSON_IsNumber(value))
      ply_text_add(r->out, ply_figure_count((uint64_t)value->valuedouble).s);
    else
      ply_markdown_words(r->out, cJSON_IsString(value)        ? value->valuestring
                                 : cJSON_IsTrue(value)        ? "yes"
                                 : f->kind == PLY_FIELD_ACTOR ? "nobody"
                                 : cJSON_IsNull(value)        ? "not decided"
                                                              : "no");
    ply_text_add(r->out, "\n");
  }
}

static void add_questions(report *r) {
  const ply_question_words *question;
  for (int k = 0; (question = r->question(k)) != NULL; k++) {
    const cJSON *answer = at(r->result, question->name);
    if (question->title == NULL || answer == NULL) continue;
    heading(r, question->title);
    add_fields(r, question->fields, answer);
  }
}

static void add_joining(report *r) {
  const cJSON *designs = at(r->result, "designs");
  if (designs == NULL || designs->child == NULL || !r->joining) return;
  bool deters = at(designs->child, "security") != NULL;
  heading(r, deters ? "Who joins, who leaves, does it deter" : "Who joins, who leaves");
  ply_text_addf(r->out,
                "| design | members | most profitable move | join equilibria |%s\n|---|---|---|---|%s\n",
                deters ? " attack | credibility |" : "", deters ? "---|---|" : "");
  for (const cJSON *d = designs->child; d != NULL; d = d->next) {
    const cJSON *move = at(d, "deviation"), *security = at(d, "security");
    ply_text_add(r->out, "| ");
    add_design_name(r, d, d->string);
    ply_text_add(r->out, " | ");
    add_members(r, at(d, "members"));
    ply_text_add(r->out, " | ");
    if (cJSON_IsObject(move)) {
      add_name(r, "actors", string_of(at(move, "actor")));
      ply_text_add(r->out, " to ");
      add_name(r, "levels", string_of(at(move, "to")));
      if (cJSON_IsTrue(at(move, "falls"))) ply_text_add(r->out, ", which brings the deal down");
      ply_figure gain;
      ply_text_addf(r->out, " (%s)",
                    gain_of(r, number_of(at(move, "gain")), string_of(at(move, "actor")), &gain));
    } else {
      ply_text_add(r->out, "none");
    }
    ply_text_add(r->out, " | ");
    add_count(r->out, at(at(d, "join"), "count"));
    if (deters)
      ply_text_addf(r->out, " | %s | %s |\n", ply_figure_fixed(number_of(at(security, "attack")), 3).s,
                    ply_figure_fixed(number_of(at(security, "credibility")), 3).s);
    else
      ply_text_add(r->out, " |\n");
  }
}

/* Each candidate with the chance that it is in; in a plain game each player with those of its moves. */
static void add_chances(report *r, const cJSON *chances, const char *out, bool plain_game) {
  if (chances == NULL || chances->child == NULL) ply_text_add(r->out, "not decided");
  for (const cJSON *actor = chances != NULL ? chances->child : NULL; actor != NULL; actor = actor->next) {
    add_name(r, "actors", actor->string);
    if (!plain_game) ply_text_addf(r->out, " %.1f %%", 100 * (1 - number_of(at(actor, out))));
    for (const cJSON *move = plain_game ? actor->child : NULL; move != NULL; move = move->next) {
      ply_text_add(r->out, " ");
      ply_markdown_words(r->out, move->string);
      ply_text_addf(r->out, " %.1f %%", 100 * number_of(move));
    }
    if (actor->next != NULL) ply_text_add(r->out, ", ");
  }
}

/* Where the scenario asks for it: who would be in where candidates choose with some noise, and what advice adds. */
static void add_noisy(report *r) {
  const cJSON *designs = at(r->result, "designs"), *levels = at(r->frame, "levels");
  const cJSON *first = at(designs != NULL ? designs->child : NULL, "join");
  if (at(first, "quantal") == NULL || levels == NULL || levels->child == NULL) return;
  bool plain_game = at(at(r->frame, "actors")->child, "moves") != NULL;
  ply_text_addf(
      r->out,
      "\nWith some noise (quantal response, lambda %g; what brings more is chosen the more often), and "
      "with advice (the correlated equilibrium with the largest sum of payoffs):\n\n"
      "| %s | %s with noise | best equilibrium | with advice |\n|---|---|---|---|\n",
      number_of(at(at(first, "quantal"), "lambda")), plain_game ? "game" : "design",
      plain_game ? "moves" : "in");
  for (const cJSON *d = designs->child; d != NULL; d = plain_game ? NULL : d->next) {
    const cJSON *quantal = at(at(d, "join"), "quantal"), *advice = at(at(d, "join"), "advice"),
                *without = at(advice, "best_without"), *sum = at(advice, "sum");
    ply_text_add(r->out, "| ");
    if (plain_game)
      ply_text_add(r->out, "once");
    else
      add_design_name(r, d, d->string);
    ply_text_add(r->out, " | ");
    add_chances(r, at(quantal, "chance"), levels->child->string, plain_game);
    ply_text_addf(r->out, " | %s | %s |\n",
                  cJSON_IsNumber(without) ? ply_figure_fixed(number_of(without), 4).s : "none",
                  sum != NULL ? ply_figure_fixed(number_of(sum), 4).s : "not decided");
  }
}

/* Whether one of the words of `list`, apart by spaces, is `id`. */
static bool has_word(const char *list, const char *id) {
  size_t n = strlen(id);
  for (const char *c = list; (c = strstr(c, id)) != NULL; c += n)
    if ((c == list || c[-1] == ' ') && (c[n] == ' ' || c[n] == '\0')) return true;
  return false;
}

/* Whether something under `item` cites the source: a "cite" that names it. */
static bool cited_under(const cJSON *item, const char *id) {
  const cJSON *part;
  cJSON_ArrayForEach(part, item) {
    if (part->string != NULL && strcmp(part->string, "cite") == 0 ? lists(part, id) : cited_under(part, id))
      return true;
  }
  return false;
}

/* The scenario may carry a library of sources: only those that it cites are told. */
static bool is_cited(const report *r, const char *id) {
  static const char *const parts[] = {"actors", "issues", "levels", "rules", "designs", "security"};
  const cJSON *row;
  cJSON_ArrayForEach(row, r->numbers) {
    if (has_word(string_of(cJSON_GetArrayItem(row, 5)), id)) return true;
  }
  for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
    if (cited_under(at(r->scenario, parts[k]), id)) return true;
  return false;
}

static void add_sources(report *r) {
  const cJSON *grades = at(at(r->result, "scenario"), "grades"), *sources = at(r->scenario, "sources");
  heading(r, "Where the numbers come from");
  ply_text_add(r->out, "Grades: ");
  for (const cJSON *g = grades != NULL ? grades->child : NULL; g != NULL; g = g->next)
    ply_text_addf(r->out, "%s %s%s", ply_figure_count((uint64_t)number_of(g)).s, g->string,
                  g->next ? ", " : ".\n\n");
  for (const cJSON *s = sources != NULL ? sources->child : NULL; s != NULL; s = s->next) {
    if (!is_cited(r, s->string)) continue;
    ply_text_add(r->out, "- ");
    ply_markdown_words(r->out, s->string);
    ply_text_add(r->out, ": ");
    const char *title = string_of(at(s, "title"));
    ply_markdown_words(r->out, title[0] != '\0' ? title : string_of(at(s, "says")));
    if (cJSON_IsString(at(s, "date"))) ply_text_addf(r->out, " (%s)", string_of(at(s, "date")));
    ply_text_add(r->out, "\n");
  }
}

static void add_how(report *r, const cJSON *tree) {
  heading(r, "How to make this again");
  const char *command = string_of(at(tree, "command"));
  if (command[0] != '\0') ply_text_addf(r->out, "    %s\n\n", command);
  ply_text_addf(r->out, "parley %s, scenario %s\n", string_of(at(at(r->result, "parley"), "version")),
                string_of(at(at(r->result, "scenario"), "digest")));
}

ply_status ply_report_markdown(const char *data, const ply_concept *(*concept)(int row),
                               const ply_question_words *(*question)(int row), ply_text *out, ply_err *err) {
  cJSON *tree = NULL;
  if (ply_json_parse(data, strlen(data), &tree) == PLY_E_MEMORY)
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory to write the report");
  report r = {.out = out,
              .scenario = at(tree, "scenario"),
              .result = at(tree, "result"),
              .explanations = at(tree, "explanations"),
              .numbers = at(tree, "numbers"),
              .concept = concept,
              .question = question};
  const cJSON *actor;
  r.frame = at(r.result, "frame");
  cJSON_ArrayForEach(actor, at(r.frame, "actors")) r.joining |= cJSON_IsTrue(at(actor, "candidate"));
  if (!cJSON_IsObject(r.frame) || !cJSON_IsObject(at(r.frame, "actors"))) {
    cJSON_Delete(tree);
    return ply_err_set(err, PLY_E_INPUT, "the data is no report");
  }
  add_verdict(&r);
  add_designs(&r);
  add_best(&r);
  add_questions(&r);
  ply_markdown_lacks(r.result, r.explanations, out);
  add_joining(&r);
  add_noisy(&r);
  ply_markdown_sweeps(at(tree, "sweeps"), string_of(at(at(r.result, "scenario"), "digest")), out);
  add_sources(&r);
  add_how(&r, tree);
  cJSON_Delete(tree);
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory to write the report") : PLY_OK;
}
