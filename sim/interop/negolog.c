/* NegoLog (Doğru, Keskin, Jonker, Baarslag and Aydoğan, IJCAI 2024): a profile a party in JSON:
 * {"reservationValue", "issueWeights", "issues": {ISSUE: {OPTION: value}}}. The domain is what the profiles
 * name; a file of computed figures beside them (specs.json) is no part of it. */
#include "sim/interop/domain.h"

#include <cjson/cJSON.h>
#include <string.h>

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static ply_domain_part holds(const ply_domain_file *file) {
  if (file->text[strspn(file->text, " \t\r\n")] != '{') return PLY_PART_NONE;
  cJSON *root = cJSON_Parse(file->text);
  bool profile = cJSON_IsObject(get(root, "issues")) && cJSON_IsObject(get(root, "issueWeights")) &&
                 get(root, "parley") == NULL;
  cJSON_Delete(root);
  return profile ? PLY_PART_BOTH : PLY_PART_NONE;
}

static bool add_issue(ply_domain *domain, const ply_domain_file *file, const cJSON *entry) {
  const cJSON *value;
  ply_domain_issue *issue = ply_domain_add_issue(domain, file, entry->string);
  if (issue == NULL) return false;
  cJSON_ArrayForEach(value, entry) {
    if (!ply_domain_add_option(domain, file, issue, value->string)) return false;
  }
  return true;
}

static void read_values(ply_domain *domain, const ply_domain_file *file, ply_domain_party *party,
                        const cJSON *entry) {
  const cJSON *value;
  int k = ply_domain_find_issue(domain, entry->string);
  double *values = k >= 0 ? ply_domain_values(domain, party, k) : NULL;
  if (k < 0)
    ply_domain_tell(domain, PLY_WARNING, file->path, 0,
                    "the other profiles have no issue \"%.60s\": left out", entry->string);
  cJSON_ArrayForEach(value, entry) {
    int o = k >= 0 ? ply_domain_find_option(&domain->issue[k], value->string) : -1;
    if (o >= 0 && values != NULL && cJSON_IsNumber(value)) values[o] = value->valuedouble;
  }
}

static ply_status read(ply_domain *domain, const ply_domain_file *file, ply_err *err) {
  cJSON *root = cJSON_Parse(file->text);
  if (root == NULL) return ply_err_set(err, PLY_E_INPUT, "%.300s: not valid JSON", file->path);
  const cJSON *issues = get(root, "issues"), *entry, *reservation = get(root, "reservationValue");
  bool good = true, first = domain->n_issues == 0;
  cJSON_ArrayForEach(entry, issues) if (first && good) good = add_issue(domain, file, entry);
  ply_domain_party *party =
      good ? ply_domain_add_party(domain, file, ply_domain_stem(domain, file->path)) : NULL;
  cJSON_ArrayForEach(entry, issues) if (party != NULL) read_values(domain, file, party, entry);
  cJSON_ArrayForEach(entry, get(root, "issueWeights")) {
    int k = ply_domain_find_issue(domain, entry->string);
    if (party != NULL && k >= 0 && cJSON_IsNumber(entry)) party->weight[k] = entry->valuedouble;
  }
  if (party != NULL && cJSON_IsNumber(reservation)) {
    party->reservation = reservation->valuedouble;
    party->has_reservation = true;
  }
  cJSON_Delete(root);
  return party != NULL ? PLY_OK : PLY_E_INPUT;
}

const ply_domain_format ply_domain_negolog = {
    .name = "negolog", .help = "NegoLog: profiles in JSON", .holds = holds, .read = read};
