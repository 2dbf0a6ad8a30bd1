/* A domain as a scenario file of ours, and a scenario as a domain where its payoffs are weighted sums over
 * issues and nothing else. Ids are made of names; names are kept. What a discount factor leaves at the end of
 * the talks becomes a discount a round of "bargaining": {"talks": ...} with ten rounds. */
#include "sim/interop/domain.h"
#include "sim/scenario/scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 10 };

/* ---- ids ---- */

typedef struct ids {
  char (*issue)[65], (*option)[65], (*party)[65]; /* option: all issues' in a row */
} ids;

static bool make_list(ply_arena *arena, const char *(*name_of)(const void *, int), const void *of, int n,
                      char letter, char (*out)[65]) {
  const char **taken = PLY_NEW(arena, n + 1, const char *);
  for (int i = 0; taken != NULL && i < n; i++) {
    ply_domain_id(name_of(of, i), letter, taken, i, out[i]);
    taken[i] = out[i];
  }
  return taken != NULL;
}

static const char *issue_name(const void *of, int i) { return ((const ply_domain *)of)->issue[i].name; }
static const char *party_name(const void *of, int i) { return ((const ply_domain *)of)->party[i]->name; }
static const char *option_name(const void *of, int i) { return ((const ply_domain_issue *)of)->option[i]; }

static bool make_ids(const ply_domain *domain, ids *out) {
  int n = 0;
  for (int k = 0; k < domain->n_issues; k++) n += domain->issue[k].n_options;
  out->issue = ply_arena_alloc(domain->arena, (size_t)domain->n_issues + 1, sizeof *out->issue);
  out->party = ply_arena_alloc(domain->arena, (size_t)domain->n_parties + 1, sizeof *out->party);
  out->option = ply_arena_alloc(domain->arena, (size_t)n + 1, sizeof *out->option);
  if (out->issue == NULL || out->party == NULL || out->option == NULL) return false;
  bool good = make_list(domain->arena, issue_name, domain, domain->n_issues, 'i', out->issue) &&
              make_list(domain->arena, party_name, domain, domain->n_parties, 'a', out->party);
  int at = 0;
  for (int k = 0; k < domain->n_issues && good; at += domain->issue[k++].n_options)
    good = make_list(domain->arena, option_name, &domain->issue[k], domain->issue[k].n_options, 'o',
                     out->option + at);
  return good;
}

/* ---- writing ---- */

static void add_named(ply_text *out, const char *id, const char *name) {
  ply_text_json(out, id);
  ply_text_add(out, ": {\"name\": ");
  ply_text_json(out, name);
}

static void add_issues(const ply_domain *domain, const ids *i, ply_text *out) {
  int at = 0;
  ply_text_add(out, "  \"issues\": {");
  for (int k = 0; k < domain->n_issues; k++) {
    ply_text_add(out, k > 0 ? ",\n    " : "\n    ");
    add_named(out, i->issue[k], domain->issue[k].name);
    ply_text_add(out, ", \"options\": {");
    for (int o = 0; o < domain->issue[k].n_options; o++, at++) {
      ply_text_add(out, o > 0 ? ", " : "");
      add_named(out, i->option[at], domain->issue[k].option[o]);
      ply_text_add(out, "}");
    }
    ply_text_add(out, "}}");
  }
  ply_text_add(out, "\n  },\n");
}

static void add_party(const ply_domain *domain, const ids *i, int p, ply_text *out) {
  const ply_domain_party *party = domain->party[p];
  int at = 0;
  add_named(out, i->party[p], party->name);
  ply_text_add(out, ", \"consent\": \"required\", \"reservation\": ");
  ply_text_number(out, party->reservation);
  ply_text_add(out, ",\n      \"payoffs\": {");
  for (int k = 0; k < domain->n_issues; k++) {
    ply_text_add(out, k > 0 ? ",\n        " : "\n        ");
    ply_text_json(out, i->issue[k]);
    ply_text_add(out, ": {\"weight\": ");
    ply_text_number(out, party->weight[k]);
    ply_text_add(out, ", \"values\": {");
    for (int o = 0; o < domain->issue[k].n_options; o++, at++) {
      ply_text_add(out, o > 0 ? ", " : "");
      ply_text_json(out, i->option[at]);
      ply_text_add(out, ": ");
      ply_text_number(out, party->value[k][o]);
    }
    ply_text_add(out, "}}");
  }
  ply_text_add(out, "\n      }}");
}

static void add_talks(const ply_domain *domain, const ids *i, ply_text *out) {
  bool any = false;
  for (int p = 0; p < domain->n_parties; p++) any |= domain->party[p]->discount != 1;
  if (!any) return;
  ply_text_addf(out, ",\n  \"bargaining\": {\"talks\": {\"rounds\": %d, \"discount\": {", ROUNDS);
  for (int p = 0; p < domain->n_parties; p++) {
    ply_text_add(out, p > 0 ? ", " : "");
    ply_text_json(out, i->party[p]);
    ply_text_add(out, ": ");
    ply_text_number(out, pow(domain->party[p]->discount, 1.0 / ROUNDS));
  }
  ply_text_addf(out, "}, \"notes\": \"A discount a round: the file's discount factor to the power 1/%d.\"}}",
                ROUNDS);
}

ply_status ply_domain_scenario(const ply_domain *domain, ply_text *out, ply_err *err) {
  ids i;
  char id[65];
  const char *name = domain->name != NULL && domain->name[0] != '\0' ? domain->name : "domain";
  if (!make_ids(domain, &i)) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  ply_domain_id(name, 'd', NULL, 0, id);
  ply_text_add(out, "{\n  \"parley\": 1,\n  \"id\": ");
  ply_text_json(out, id);
  ply_text_add(out, ",\n  \"title\": ");
  ply_text_json(out, name);
  ply_text_addf(out, ",\n  \"notes\": \"Converted from files in the format %s.\",\n", domain->format);
  add_issues(domain, &i, out);
  ply_text_add(out, "  \"actors\": {");
  for (int p = 0; p < domain->n_parties; p++) {
    ply_text_add(out, p > 0 ? ",\n    " : "\n    ");
    add_party(domain, &i, p, out);
  }
  ply_text_add(out, "\n  }");
  add_talks(domain, &i, out);
  ply_text_add(out, "\n}\n");
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory") : PLY_OK;
}

/* ---- and back ---- */

/* What of a scenario no sum over issues can say, or NULL. */
static const char *beyond_sums(const ply_scenario *s) {
  if (s->n_rules > 0) return "it has rules";
  if (s->security != NULL) return "it has a security block";
  for (int k = 0; k < s->n_issues; k++)
    if (s->issues[k].n_cases > 0) return "it has a derived issue";
  for (int i = 0; i < s->n_actors; i++) {
    const ply_actor *a = &s->actors[i];
    if (a->candidate) return "an actor may join";
    if (a->n_bonuses > 0) return "an actor has bonuses";
    if (a->n_tables > 0) return "an actor has tables";
    if (a->n_red_lines > 0) return "an actor has red lines";
    if (a->reservation_design >= 0) return "a reservation is the payoff of a design";
  }
  return NULL;
}

static bool take_actor(ply_domain *domain, const ply_domain_file *file, const ply_scenario *s,
                       const ply_actor *a) {
  ply_domain_party *party = ply_domain_add_party(domain, file, a->name != NULL ? a->name : a->id);
  if (party == NULL) return false;
  party->reservation = a->reservation.base;
  party->has_reservation = true;
  for (int k = 0; k < s->n_issues; k++) {
    double *values = ply_domain_values(domain, party, k);
    if (values == NULL) return false;
    party->weight[k] = a->rows[k].weight.base;
    for (int o = 0; o < s->issues[k].n_options; o++)
      values[o] = a->rows[k].values != NULL ? a->rows[k].values[o].base : 0;
  }
  return true;
}

ply_status ply_domain_from_scenario(const ply_scenario *s, ply_domain *domain, ply_err *err) {
  const char *why = beyond_sums(s);
  if (why != NULL)
    return ply_err_set(err, PLY_E_INPUT, "%.60s is no domain with sums over issues: %s", s->id, why);
  ply_domain_file file = {.path = s->file};
  domain->name = ply_arena_strdup(domain->arena, s->title != NULL ? s->title : s->id);
  domain->format = "parley";
  for (int k = 0; k < s->n_issues; k++) {
    ply_domain_issue *issue =
        ply_domain_add_issue(domain, &file, s->issues[k].name != NULL ? s->issues[k].name : s->issues[k].id);
    if (issue == NULL) return PLY_E_INPUT;
    for (int o = 0; o < s->issues[k].n_options; o++)
      if (!ply_domain_add_option(domain, &file, issue, s->issues[k].options[o].name)) return PLY_E_INPUT;
    if (issue->n_options != s->issues[k].n_options)
      return ply_err_set(err, PLY_E_INPUT, "two options of issue \"%.60s\" have the same name", issue->name);
  }
  for (int i = 0; i < s->n_actors; i++)
    if (!take_actor(domain, &file, s, &s->actors[i]))
      return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  return ply_domain_finish(domain, err);
}
