/* GENIUS 10 (Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, doi:10.1111/j.1467-8640.2012.00463.x):
 * a domain in one XML file, each party's profile in another. Discrete, integer and real issues; an option's
 * value is its evaluation over the largest of its issue, as GENIUS has it; the reservation is a payoff; the
 * discount factor is what is left of a payoff at the end of the talks. Files in the wild are read as they are:
 * text before the declaration, a raw "<" or "&" inside an attribute, items without evaluation. */
#include "sim/interop/domain.h"

#include <expat.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- broken XML mended ---- */

/* A copy that expat takes: what stands before the first tag is left out, "<" and a bare "&" in attribute
 * values are escaped. *mended: whether anything was. */
static void mend(const ply_domain_file *file, ply_text *out, bool *mended) {
  const char *p = strchr(file->text, '<');
  char quote = '\0';
  bool inside = false; /* a tag */
  *mended =
      p != NULL && p != file->text && strspn(file->text, " \t\r\n\xEF\xBB\xBF") != (size_t)(p - file->text);
  for (; p != NULL && *p != '\0'; p++) {
    bool entity = *p == '&' && p[1 + strspn(p + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFX0123456789")] == ';';
    if (quote != '\0' && *p == '<') {
      ply_text_add(out, "&lt;");
      *mended = true;
      continue;
    }
    if (*p == '&' && !entity) {
      ply_text_add(out, "&amp;");
      *mended = true;
      continue;
    }
    if (quote != '\0' ? *p == quote : inside && (*p == '"' || *p == '\'')) quote = quote != '\0' ? '\0' : *p;
    if (quote == '\0' && *p == '<') inside = true;
    if (quote == '\0' && *p == '>') inside = false;
    ply_text_add_n(out, p, 1);
  }
}

/* ---- reading ---- */

typedef struct reader {
  ply_domain *domain;
  const ply_domain_file *file;
  XML_Parser parser;
  ply_domain_party *party; /* NULL: a domain */
  int issue;               /* the one we are in, -1: none */
  int deep;                /* inside an element that is none of ours */
  bool makes_issues, failed, ranged, whole;
  double low, high;
  const char *weight_of[PLY_DOMAIN_ISSUES]; /* keys of weights that came before their issue */
  double early[PLY_DOMAIN_ISSUES];
  int n_early;
} reader;

static const char *attribute(const char **list, const char *name) {
  for (; list[0] != NULL; list += 2)
    if (strcmp(list[0], name) == 0) return list[1];
  return NULL;
}

static int line(const reader *r) { return (int)XML_GetCurrentLineNumber(r->parser); }

static void begin_issue(reader *r, const char **list) {
  const char *name = attribute(list, "name"), *index = attribute(list, "index"),
             *type = attribute(list, "type");
  if (type == NULL) type = attribute(list, "etype");
  if (type == NULL) type = attribute(list, "vtype");
  if (name == NULL) name = index;
  if (name == NULL) {
    ply_domain_tell(r->domain, PLY_ERROR, r->file->path, line(r), "an issue without a name");
    return;
  }
  r->issue = ply_domain_find_issue(r->domain, name);
  if (r->issue < 0 && r->makes_issues) {
    ply_domain_issue *issue = ply_domain_add_issue(r->domain, r->file, name);
    if (issue == NULL) {
      r->failed = true;
      return;
    }
    issue->key = index != NULL ? ply_arena_strdup(r->domain->arena, index) : NULL;
    r->issue = r->domain->n_issues - 1;
  }
  if (r->issue < 0)
    ply_domain_tell(r->domain, PLY_WARNING, r->file->path, line(r),
                    "the domain has no issue \"%.60s\": left out", name);
  r->ranged = type != NULL && (strcmp(type, "integer") == 0 || strcmp(type, "real") == 0);
  r->whole = type != NULL && strcmp(type, "integer") == 0;
  const char *low = attribute(list, "lowerbound"), *high = attribute(list, "upperbound");
  r->low = r->high = NAN;
  ply_domain_number(low, &r->low);
  ply_domain_number(high, &r->high);
  if (r->issue >= 0 && r->ranged && r->makes_issues && !isnan(r->low) && !isnan(r->high))
    ply_domain_add_range(r->domain, r->file, &r->domain->issue[r->issue], r->low, r->high, r->whole);
}

static double *values_of(reader *r) {
  double *values = r->party->value[r->issue];
  return values != NULL ? values : ply_domain_values(r->domain, r->party, r->issue);
}

static void take_item(reader *r, const char **list) {
  const char *value = attribute(list, "value"), *evaluation = attribute(list, "evaluation");
  ply_domain_issue *issue = &r->domain->issue[r->issue];
  double number;
  if (value == NULL) {
    ply_domain_tell(r->domain, PLY_ERROR, r->file->path, line(r), "an item without a value");
    return;
  }
  if (r->makes_issues && !ply_domain_add_option(r->domain, r->file, issue, value)) r->failed = true;
  if (r->party == NULL) return;
  int o = ply_domain_find_option(issue, value);
  double *values = o >= 0 ? values_of(r) : NULL;
  if (o < 0)
    ply_domain_tell(r->domain, PLY_WARNING, r->file->path, line(r),
                    "issue \"%.60s\" of the domain has no option \"%.60s\": left out", issue->name, value);
  else if (ply_domain_number(evaluation, &number) && values != NULL)
    values[o] = number;
  else
    ply_domain_tell(r->domain, PLY_WARNING, r->file->path, line(r),
                    "option \"%.60s\" of issue \"%.60s\" has %s: 0 is taken", value, issue->name,
                    evaluation == NULL ? "no evaluation" : "an evaluation that is no number");
  if (values != NULL && isnan(values[o])) values[o] = 0;
}

static double number_of(const char **list, const char *name, const char *other, double otherwise) {
  double out;
  if (ply_domain_number(attribute(list, name), &out) || ply_domain_number(attribute(list, other), &out))
    return out;
  return otherwise;
}

/* Functions of a number: linear, triangular, constant; payoffs clipped to [0, 1] as in GENIUS. */
static void take_evaluator(reader *r, const char **list) {
  const char *type = attribute(list, "ftype");
  const ply_domain_issue *issue = &r->domain->issue[r->issue];
  double a = number_of(list, "offset", "parameter0", 0), b = number_of(list, "slope", "parameter1", 0),
         top = number_of(list, "parameter2", "parameter2", 0), x;
  double *values = ply_domain_values(r->domain, r->party, r->issue);
  bool linear = type == NULL || strcmp(type, "linear") == 0,
       triangle = type != NULL && strcmp(type, "triangular") == 0,
       constant = type != NULL && strcmp(type, "constant") == 0;
  if (!linear && !triangle && !constant) {
    ply_domain_tell(
        r->domain, PLY_ERROR, r->file->path, line(r),
        "issue \"%.60s\" is valued by the function \"%.40s\": linear, triangular and constant are known",
        issue->name, type);
    return;
  }
  for (int o = 0; values != NULL && o < issue->n_options; o++) {
    if (!ply_domain_number(issue->option[o], &x)) continue;
    double y = linear ? a + b * x : constant ? a : x < top ? (x - a) / (top - a) : (b - x) / (b - top);
    values[o] = fmin(1, fmax(0, y));
  }
}

static void take_weight(reader *r, const char **list) {
  const char *index = attribute(list, "index");
  double number;
  if (!ply_domain_number(attribute(list, "value"), &number)) {
    ply_domain_tell(r->domain, PLY_WARNING, r->file->path, line(r),
                    "the weight of issue %.20s is no number: 0 is taken", index != NULL ? index : "?");
    number = 0;
  }
  if (index == NULL || r->n_early == PLY_DOMAIN_ISSUES) return;
  r->weight_of[r->n_early] = ply_arena_strdup(r->domain->arena, index);
  r->early[r->n_early++] = number;
}

static void take_scalar(reader *r, const char *name, const char **list) {
  double number;
  if (!ply_domain_number(attribute(list, "value"), &number)) {
    ply_domain_tell(r->domain, PLY_WARNING, r->file->path, line(r), "%s is no number: left out", name);
    return;
  }
  if (strcmp(name, "reservation") == 0) {
    r->party->reservation = number;
    r->party->has_reservation = true;
  } else if (number > 0 && number <= 1) {
    r->party->discount = number;
  } else if (number != 0) {
    ply_domain_tell(r->domain, PLY_WARNING, r->file->path, line(r),
                    "discount factor %g is not in (0, 1]: 1 is taken", number);
  }
}

static void XMLCALL begin(void *data, const char *name, const char **list) {
  reader *r = data;
  if (r->deep > 0 || strcmp(name, "similarity_function") == 0) {
    r->deep++;
  } else if (strcmp(name, "objective") == 0 && r->domain->name == NULL && attribute(list, "name") != NULL) {
    r->domain->name = ply_arena_strdup(r->domain->arena, attribute(list, "name"));
  } else if (strcmp(name, "issue") == 0) {
    begin_issue(r, list);
  } else if (strcmp(name, "range") == 0 && r->issue >= 0 && r->makes_issues) {
    double low = NAN, high = NAN;
    if (ply_domain_number(attribute(list, "lowerbound"), &low) &&
        ply_domain_number(attribute(list, "upperbound"), &high))
      ply_domain_add_range(r->domain, r->file, &r->domain->issue[r->issue], low, high, r->whole);
  } else if (strcmp(name, "item") == 0 && r->issue >= 0) {
    take_item(r, list);
  } else if (strcmp(name, "evaluator") == 0 && r->issue >= 0 && r->party != NULL && r->ranged) {
    take_evaluator(r, list);
  } else if (strcmp(name, "weight") == 0 && r->party != NULL) {
    take_weight(r, list);
  } else if (r->party != NULL && (strcmp(name, "reservation") == 0 || strcmp(name, "discount_factor") == 0)) {
    take_scalar(r, name, list);
  } else if (strcmp(name, "hyper_rectangle") == 0 || strcmp(name, "INCLUDES") == 0 ||
             strcmp(name, "EXCLUDES") == 0) {
    ply_domain_tell(r->domain, PLY_ERROR, r->file->path, line(r),
                    "the payoff is not a sum over issues (%s): it cannot be converted", name);
  }
}

static void XMLCALL end(void *data, const char *name) {
  reader *r = data;
  if (r->deep > 0)
    r->deep--;
  else if (strcmp(name, "issue") == 0)
    r->issue = -1;
}

/* Each issue's evaluations over the largest of them. */
static void normalise(const ply_domain *domain, ply_domain_party *party) {
  for (int k = 0; k < domain->n_issues; k++) {
    double most = 0;
    const ply_domain_issue *issue = &domain->issue[k];
    if (party->value[k] == NULL || issue->is_range) continue;
    for (int o = 0; o < issue->n_options; o++)
      if (party->value[k][o] > most) most = party->value[k][o];
    for (int o = 0; o < issue->n_options && most > 0; o++) party->value[k][o] /= most;
  }
}

static void give_weights(reader *r) {
  for (int w = 0; w < r->n_early; w++) {
    int k = -1;
    for (int i = 0; i < r->domain->n_issues && k < 0; i++)
      if (r->domain->issue[i].key != NULL && strcmp(r->domain->issue[i].key, r->weight_of[w]) == 0) k = i;
    if (k >= 0)
      r->party->weight[k] = r->early[w];
    else
      ply_domain_tell(r->domain, PLY_WARNING, r->file->path, 0,
                      "a weight for issue %.20s, which is not there: left out", r->weight_of[w]);
  }
}

static ply_domain_part holds(const ply_domain_file *file) {
  const char *p = strchr(file->text, '<');
  if (p == NULL || file->text[strspn(file->text, " \t\r\n")] == '{') return PLY_PART_NONE;
  if (strstr(p, "<negotiation_template") != NULL) return PLY_PART_ISSUES;
  return strstr(p, "<utility_space") != NULL ? PLY_PART_PARTY : PLY_PART_NONE;
}

static ply_status parse(reader *r, const ply_text *text, ply_err *err) {
  XML_SetUserData(r->parser, r);
  XML_SetElementHandler(r->parser, begin, end);
  bool good = XML_Parse(r->parser, text->data, (int)text->length, 1) == XML_STATUS_OK;
  if (r->failed) return r->domain->diags->n_errors > 0 ? PLY_E_INPUT : PLY_E_MEMORY;
  if (good) return PLY_OK;
  if (XML_GetErrorCode(r->parser) == XML_ERROR_NO_MEMORY)
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory to read %.300s", r->file->path);
  return ply_err_set(err, PLY_E_INPUT, "%.300s: line %d: not well-formed XML: %s", r->file->path, line(r),
                     XML_ErrorString(XML_GetErrorCode(r->parser)));
}

static ply_status read(ply_domain *domain, const ply_domain_file *file, ply_err *err) {
  reader r = {.domain = domain, .file = file, .issue = -1, .makes_issues = domain->n_issues == 0};
  ply_text text;
  bool mended;
  ply_text_init(&text);
  mend(file, &text, &mended);
  if (mended)
    ply_domain_tell(domain, PLY_WARNING, file->path, 0,
                    "no well-formed XML: text before the first tag, or a raw \"<\" or \"&\"; it was mended");
  r.parser = XML_ParserCreate("UTF-8");
  ply_status status = r.parser != NULL && !text.failed ? PLY_OK : PLY_E_MEMORY;
  if (status == PLY_OK && holds(file) == PLY_PART_PARTY) {
    r.party = ply_domain_add_party(domain, file, ply_domain_stem(domain, file->path));
    if (r.party == NULL) status = PLY_E_MEMORY;
  }
  if (status == PLY_OK) status = parse(&r, &text, err);
  if (status == PLY_OK && r.party != NULL) {
    give_weights(&r);
    normalise(domain, r.party);
  }
  if (r.parser != NULL) XML_ParserFree(r.parser);
  ply_text_done(&text);
  return status;
}

/* ---- writing ---- */

static void add_escaped(ply_text *out, const char *s) {
  for (; *s != '\0'; s++) {
    const char *escape = *s == '<' ? "&lt;" : *s == '&' ? "&amp;" : *s == '"' ? "&quot;" : NULL;
    if (escape != NULL)
      ply_text_add(out, escape);
    else
      ply_text_add_n(out, s, 1);
  }
}

static void add_issue(const ply_domain *domain, int k, const ply_domain_party *party, ply_text *out) {
  const ply_domain_issue *issue = &domain->issue[k];
  ply_text_addf(out, "      <issue index=\"%d\" name=\"", k + 1);
  add_escaped(out, issue->name);
  ply_text_add(out, "\" vtype=\"discrete\" type=\"discrete\" etype=\"discrete\">\n");
  for (int o = 0; o < issue->n_options; o++) {
    ply_text_addf(out, "        <item index=\"%d\" value=\"", o + 1);
    add_escaped(out, issue->option[o]);
    if (party != NULL) {
      ply_text_add(out, "\" evaluation=\"");
      ply_text_number(out, party->value[k][o]);
    }
    ply_text_add(out, "\"/>\n");
  }
  ply_text_add(out, "      </issue>\n");
}

static void add_space(const ply_domain *domain, const ply_domain_party *party, ply_text *out) {
  ply_text_addf(out,
                "  <utility_space number_of_issues=\"%d\">\n    <objective index=\"0\" type=\"objective\" "
                "etype=\"objective\" description=\"\" name=\"",
                domain->n_issues);
  add_escaped(out, domain->name != NULL ? domain->name : "domain");
  ply_text_add(out, "\">\n");
  for (int k = 0; k < domain->n_issues; k++) add_issue(domain, k, party, out);
  for (int k = 0; k < domain->n_issues && party != NULL; k++) {
    ply_text_addf(out, "      <weight index=\"%d\" value=\"", k + 1);
    ply_text_number(out, party->weight[k]);
    ply_text_add(out, "\"/>\n");
  }
  ply_text_add(out, "    </objective>\n");
  if (party != NULL) {
    ply_text_add(out, "    <discount_factor value=\"");
    ply_text_number(out, party->discount);
    ply_text_add(out, "\"/>\n    <reservation value=\"");
    ply_text_number(out, party->reservation);
    ply_text_add(out, "\"/>\n");
  }
  ply_text_add(out, "  </utility_space>\n");
}

/* GENIUS divides an issue's evaluations by their largest: written so, with the largest in the weight. */
static ply_domain_party as_genius_has_it(const ply_domain *domain, const ply_domain_party *party, bool *can) {
  ply_domain_party out = *party;
  *can = true;
  for (int k = 0; k < domain->n_issues; k++) {
    double most = 0, *values = ply_domain_values((ply_domain *)(uintptr_t)domain, &out, k);
    for (int o = 0; o < domain->issue[k].n_options; o++) {
      if (party->value[k][o] < 0 || values == NULL) *can = false;
      most = fmax(most, party->value[k][o]);
    }
    for (int o = 0; *can && o < domain->issue[k].n_options; o++)
      values[o] = most > 0 ? party->value[k][o] / most : 0;
    out.weight[k] = party->weight[k] * most;
  }
  return out;
}

static ply_status write(const ply_domain *domain, int part, const char **name, ply_text *out, ply_err *err) {
  if (part >= domain->n_parties) return ply_err_set(err, PLY_E_USAGE, "no such party");
  if (part < 0) {
    *name = "domain.xml";
    ply_text_add(out, "<negotiation_template>\n");
    add_space(domain, NULL, out);
    ply_text_add(out, "</negotiation_template>\n");
    return PLY_OK;
  }
  bool can;
  ply_domain_party party = as_genius_has_it(domain, domain->party[part], &can);
  if (!can)
    return ply_err_set(err, PLY_E_INPUT,
                       "party \"%.60s\" has a value below 0, which GENIUS's profiles cannot say", party.name);
  char id[65];
  ply_domain_id(party.name, 'p', NULL, 0, id);
  *name = ply_arena_printf(domain->arena, "%s.xml", id);
  add_space(domain, &party, out);
  return PLY_OK;
}

const ply_domain_format ply_domain_genius = {.name = "genius",
                                             .help = "GENIUS: a domain and profiles in XML",
                                             .holds = holds,
                                             .read = read,
                                             .write = write};
