/* GeniusWeb (Jonker, Aydogan and others): a domain {"name", "issuesValues"} and linear additive profiles
 * {"LinearAdditiveUtilitySpace": {"issueUtilities", "issueWeights", "reservationBid"}}, values under
 * "DiscreteValueSetUtilities" or "discreteutils". The reservation is the payoff of the reservation bid; issues
 * that it leaves out count 0. */
#include "sim/interop/domain.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* One of two spellings. */
static const cJSON *either(const cJSON *object, const char *a, const char *b) {
  const cJSON *found = get(object, a);
  return found != NULL ? found : get(object, b);
}

static const cJSON *space_of(const cJSON *root) {
  return either(root, "LinearAdditiveUtilitySpace", "linearadditive");
}

static ply_domain_part holds(const ply_domain_file *file) {
  if (file->text[strspn(file->text, " \t\r\n")] != '{') return PLY_PART_NONE;
  cJSON *root = cJSON_Parse(file->text);
  ply_domain_part part = PLY_PART_NONE;
  if (get(root, "issuesValues") != NULL) part = PLY_PART_ISSUES;
  if (space_of(root) != NULL) part = PLY_PART_PARTY;
  cJSON_Delete(root);
  return part;
}

/* ---- the domain ---- */

/* A number that may stand in quotes. */
static bool number_of(const cJSON *item, double *out) {
  if (cJSON_IsNumber(item)) *out = item->valuedouble;
  return cJSON_IsNumber(item) || (cJSON_IsString(item) && ply_domain_number(item->valuestring, out));
}

static ply_status read_range(ply_domain *domain, const ply_domain_file *file, ply_domain_issue *issue,
                             const cJSON *range) {
  double low, high, step = 1;
  if (!number_of(cJSON_GetArrayItem(range, 0), &low) || !number_of(cJSON_GetArrayItem(range, 1), &high)) {
    ply_domain_tell(domain, PLY_ERROR, file->path, 0, "issue \"%.60s\": a range is [low, high, step]",
                    issue->name);
    return PLY_E_INPUT;
  }
  number_of(cJSON_GetArrayItem(range, 2), &step);
  bool whole = step == 1 && floor(low) == low && floor(high) == high;
  return ply_domain_add_range(domain, file, issue, low, high, whole) ? PLY_OK : PLY_E_INPUT;
}

static ply_status read_issues(ply_domain *domain, const ply_domain_file *file, const cJSON *root) {
  const cJSON *issues = get(root, "issuesValues"), *entry;
  const cJSON *name = get(root, "name");
  if (cJSON_IsString(name)) domain->name = ply_arena_strdup(domain->arena, name->valuestring);
  cJSON_ArrayForEach(entry, issues) {
    ply_domain_issue *issue = ply_domain_add_issue(domain, file, entry->string);
    const cJSON *values = get(entry, "values"), *range = get(entry, "range"), *value;
    if (issue == NULL) return PLY_E_INPUT;
    if (range != NULL && read_range(domain, file, issue, range) != PLY_OK) return PLY_E_INPUT;
    cJSON_ArrayForEach(value, values) {
      if (cJSON_IsString(value) && !ply_domain_add_option(domain, file, issue, value->valuestring))
        return PLY_E_INPUT;
    }
  }
  return PLY_OK;
}

/* ---- a profile ---- */

static void read_discrete(ply_domain *domain, const ply_domain_file *file, ply_domain_party *party, int k,
                          const cJSON *utilities) {
  double *values = ply_domain_values(domain, party, k), number;
  const cJSON *entry;
  cJSON_ArrayForEach(entry, utilities) {
    int o = ply_domain_find_option(&domain->issue[k], entry->string);
    if (o >= 0 && number_of(entry, &number) && values != NULL)
      values[o] = number;
    else
      ply_domain_tell(domain, PLY_WARNING, file->path, 0, "issue \"%.60s\": \"%.60s\" %s: left out",
                      domain->issue[k].name, entry->string, o < 0 ? "is no option" : "has no number");
  }
}

/* Two ends and a straight line between them. */
static void read_line(ply_domain *domain, const ply_domain_file *file, ply_domain_party *party, int k,
                      const cJSON *ends) {
  double low, high, at_low, at_high, x, *values = ply_domain_values(domain, party, k);
  if (!number_of(get(ends, "lowValue"), &low) || !number_of(get(ends, "highValue"), &high) ||
      !number_of(get(ends, "lowUtility"), &at_low) || !number_of(get(ends, "highUtility"), &at_high) ||
      high == low || values == NULL) {
    ply_domain_tell(domain, PLY_ERROR, file->path, 0,
                    "issue \"%.60s\": needs lowValue, lowUtility, highValue, highUtility",
                    domain->issue[k].name);
    return;
  }
  for (int o = 0; o < domain->issue[k].n_options; o++)
    if (ply_domain_number(domain->issue[k].option[o], &x))
      values[o] = at_low + (at_high - at_low) * (x - low) / (high - low);
}

static void read_utilities(ply_domain *domain, const ply_domain_file *file, ply_domain_party *party,
                           const cJSON *space) {
  const cJSON *entry, *all = either(space, "issueUtilities", "utilities");
  cJSON_ArrayForEach(entry, all) {
    int k = ply_domain_find_issue(domain, entry->string);
    const cJSON *discrete = either(entry, "DiscreteValueSetUtilities", "discreteutils");
    const cJSON *numbers = either(entry, "NumberValueSetUtilities", "numberutils");
    if (k < 0)
      ply_domain_tell(domain, PLY_WARNING, file->path, 0, "the domain has no issue \"%.60s\": left out",
                      entry->string);
    else if (discrete != NULL)
      read_discrete(domain, file, party, k, either(discrete, "valueUtilities", "utilities"));
    else if (numbers != NULL)
      read_line(domain, file, party, k, numbers);
    else
      ply_domain_tell(domain, PLY_ERROR, file->path, 0,
                      "issue \"%.60s\": its function is none that is known (%.40s)", entry->string,
                      entry->child != NULL && entry->child->string != NULL ? entry->child->string : "empty");
  }
}

/* Without a domain file the issues are those of the first profile. */
static ply_status issues_of_profile(ply_domain *domain, const ply_domain_file *file, const cJSON *space) {
  const cJSON *own = get(space, "domain"), *entry, *value,
              *all = either(space, "issueUtilities", "utilities");
  if (domain->n_issues > 0) return PLY_OK;
  if (get(own, "issuesValues") != NULL) return read_issues(domain, file, own);
  cJSON_ArrayForEach(entry, all) {
    ply_domain_issue *issue = ply_domain_add_issue(domain, file, entry->string);
    const cJSON *discrete = either(entry, "DiscreteValueSetUtilities", "discreteutils");
    if (issue == NULL) return PLY_E_INPUT;
    cJSON_ArrayForEach(value, either(discrete, "valueUtilities", "utilities")) {
      if (!ply_domain_add_option(domain, file, issue, value->string)) return PLY_E_INPUT;
    }
  }
  return PLY_OK;
}

static void read_reservation(ply_domain *domain, ply_domain_party *party, const cJSON *space) {
  const cJSON *bid = get(space, "reservationBid"), *values = either(bid, "issuevalues", "issueValues"),
              *entry;
  cJSON_ArrayForEach(entry, values) {
    int k = ply_domain_find_issue(domain, entry->string);
    int o =
        k >= 0 && cJSON_IsString(entry) ? ply_domain_find_option(&domain->issue[k], entry->valuestring) : -1;
    if (o < 0 || party->value[k] == NULL || isnan(party->value[k][o])) continue;
    party->reservation += party->weight[k] * party->value[k][o];
    party->has_reservation = true;
  }
}

static ply_status read_party(ply_domain *domain, const ply_domain_file *file, const cJSON *space) {
  const cJSON *name = get(space, "name"), *entry;
  ply_status status = issues_of_profile(domain, file, space);
  bool named = cJSON_IsString(name) && name->valuestring[0] != '\0' &&
               !ply_domain_has_party(domain, name->valuestring);
  ply_domain_party *party =
      ply_domain_add_party(domain, file, named ? name->valuestring : ply_domain_stem(domain, file->path));
  if (party == NULL || status != PLY_OK) return status != PLY_OK ? status : PLY_E_MEMORY;
  read_utilities(domain, file, party, space);
  cJSON_ArrayForEach(entry, either(space, "issueWeights", "weights")) {
    int k = ply_domain_find_issue(domain, entry->string);
    if (k >= 0 && cJSON_IsNumber(entry)) party->weight[k] = entry->valuedouble;
  }
  read_reservation(domain, party, space);
  return PLY_OK;
}

static ply_status read(ply_domain *domain, const ply_domain_file *file, ply_err *err) {
  cJSON *root = cJSON_Parse(file->text);
  if (root == NULL) return ply_err_set(err, PLY_E_INPUT, "%.300s: not valid JSON", file->path);
  const cJSON *space = space_of(root);
  ply_status status = space != NULL ? read_party(domain, file, space) : read_issues(domain, file, root);
  cJSON_Delete(root);
  return status;
}

/* ---- writing ---- */

static void add_values(const ply_domain *domain, int k, const double *values, ply_text *out) {
  const ply_domain_issue *issue = &domain->issue[k];
  for (int o = 0; o < issue->n_options; o++) {
    ply_text_add(out, o > 0 ? ", " : "");
    ply_text_json(out, issue->option[o]);
    if (values == NULL) continue;
    ply_text_add(out, ": ");
    ply_text_number(out, values[o]);
  }
}

static void add_domain(const ply_domain *domain, ply_text *out) {
  ply_text_add(out, "{\n  \"name\": ");
  ply_text_json(out, domain->name != NULL ? domain->name : "domain");
  ply_text_add(out, ",\n  \"issuesValues\": {");
  for (int k = 0; k < domain->n_issues; k++) {
    ply_text_add(out, k > 0 ? ",\n    " : "\n    ");
    ply_text_json(out, domain->issue[k].name);
    ply_text_add(out, ": {\"values\": [");
    add_values(domain, k, NULL, out);
    ply_text_add(out, "]}");
  }
  ply_text_add(out, "\n  }\n}\n");
}

static void add_profile(const ply_domain *domain, const ply_domain_party *party, ply_text *out) {
  ply_text_add(out, "{\"LinearAdditiveUtilitySpace\": {\n  \"name\": ");
  ply_text_json(out, party->name);
  ply_text_add(out, ",\n  \"issueUtilities\": {");
  for (int k = 0; k < domain->n_issues; k++) {
    ply_text_add(out, k > 0 ? ",\n    " : "\n    ");
    ply_text_json(out, domain->issue[k].name);
    ply_text_add(out, ": {\"DiscreteValueSetUtilities\": {\"valueUtilities\": {");
    add_values(domain, k, party->value[k], out);
    ply_text_add(out, "}}}");
  }
  ply_text_add(out, "\n  },\n  \"issueWeights\": {");
  for (int k = 0; k < domain->n_issues; k++) {
    ply_text_add(out, k > 0 ? ", " : "");
    ply_text_json(out, domain->issue[k].name);
    ply_text_add(out, ": ");
    ply_text_number(out, party->weight[k]);
  }
  ply_text_add(out, "},\n  \"domain\": ");
  add_domain(domain, out);
  ply_text_add(out, "}}\n");
}

static ply_status write(const ply_domain *domain, int part, const char **name, ply_text *out, ply_err *err) {
  if (part >= domain->n_parties) return ply_err_set(err, PLY_E_USAGE, "no such party");
  *name = "domain.json";
  if (part < 0) {
    add_domain(domain, out);
    return PLY_OK;
  }
  const ply_domain_party *party = domain->party[part];
  char id[65];
  if (party->reservation != 0)
    ply_domain_tell((ply_domain *)(uintptr_t)domain, PLY_WARNING, party->path, 0,
                    "the reservation %g of \"%.60s\" is left out: GeniusWeb knows a reservation bid only",
                    party->reservation, party->name);
  ply_domain_id(party->name, 'p', NULL, 0, id);
  *name = ply_arena_printf(domain->arena, "%s.json", id);
  add_profile(domain, party, out);
  return PLY_OK;
}

const ply_domain_format ply_domain_geniusweb = {
    .name = "geniusweb",
    .help = "GeniusWeb: a domain and linear additive profiles in JSON",
    .holds = holds,
    .read = read,
    .write = write};
