/* Invented names: the actors of a scenario renamed in every string that people read, so that a class argues
 * about interests and not about states. Names of the actors, the words derived from them that are listed
 * here, their capitals as they are used for governments, and the places and treaties of the collection that issues are about
 * are replaced; other places are not (that is the author's to decide). Cost: length of the texts times number of actors. */
#include "sim/class/paper/paper.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const invented[] = {"Aldera", "Borvia", "Casmere",      "Dorland", "Esthel",  "Fenmark",
                                       "Galdor", "Hestia", "Ilmar",        "Jorvia",  "Kestral", "Lumera",
                                       "Mordan", "Nerith", "Ostrava Isle", "Pelland", "Quorin",  "Rastel",
                                       "Sarnia", "Tolmar", "Umbria",       "Vestan",  "Wendor",  "Xanthe"};
enum { N_INVENTED = sizeof invented / sizeof *invented };

/* Words for a state besides its name. The first column is the actor's name. */
static const char *const derived[][2] = {
    {"Ukraine", "Ukrainian"}, {"Ukraine", "Kyiv"},           {"Russia", "Russian"},
    {"Russia", "Moscow"},     {"United States", "American"}, {"United States", "Washington"},
    {"United States", "US"},  {"United Kingdom", "British"}, {"United Kingdom", "London"},
    {"United Kingdom", "UK"}, {"United Kingdom", "Britain"}, {"France", "French"},
    {"France", "Paris"},      {"Germany", "German"},         {"Germany", "Berlin"},
    {"Turkey", "Turkish"},    {"Turkey", "Ankara"},          {"Poland", "Polish"},
    {"Poland", "Warsaw"},     {"Canada", "Canadian"},        {"Canada", "Ottawa"},
    {"Israel", "Israeli"},    {"Israel", "Jerusalem"},       {"China", "Chinese"},
    {"Iran", "Iranian"},      {"European Union", "EU"},      {"European Union", "European"}};

/* Places, alliances and years that would give a case away. */
static const char *const places[][2] = {{"Crimea", "the Cape"},    {"Donbas", "the Basin"},
                                        {"NATO", "the League"},    {"Article 5", "Article 9"},
                                        {"Istanbul", "Port Sant"}, {"Budapest", "Old Haven"},
                                        {"Minsk", "Far Haven"},    {"Black Sea", "Inner Sea"},
                                        {"Kremlin", "palace"},     {"March 2022", "the third month"},
                                        {"2022", "the war year"},  {"1994", "the year of the first paper"}};

/* One replacement: what stands in the file, what comes in its place. */
typedef struct swap {
  char from[80], to[40];
} swap;
enum { MAX_SWAPS = 256 };

static bool in_word(char c) { return isalnum((unsigned char)c) || (c & 0x80) != 0; }

/* The first swap whose word stands at p as a whole word (a plural or genitive s may follow), or NULL. */
static const swap *swap_at(const char *start, const char *p, const swap *swaps, int n) {
  if (p > start && in_word(p[-1])) return NULL;
  for (int i = 0; i < n; i++) {
    size_t length = strlen(swaps[i].from);
    if (strncmp(p, swaps[i].from, length) != 0) continue;
    if (!in_word(p[length]) || (p[length] == 's' && !in_word(p[length + 1]))) return &swaps[i];
  }
  return NULL;
}

static char *swapped(const char *text, const swap *swaps, int n) {
  ply_text out;
  ply_text_init(&out);
  for (const char *p = text; *p != '\0';) {
    const swap *hit = swap_at(text, p, swaps, n);
    ply_text_add_n(&out, hit != NULL ? hit->to : p, hit != NULL ? strlen(hit->to) : 1);
    p += hit != NULL ? strlen(hit->from) : 1;
  }
  return ply_text_take(&out);
}

/* Longer words first, so that a name is found before a shorter one inside it. */
static void add_swap(swap *swaps, int *n, const char *from, const char *to) {
  int at = *n;
  if (*n == MAX_SWAPS || from[0] == '\0' || strlen(from) >= sizeof swaps->from) return;
  while (at > 0 && strlen(swaps[at - 1].from) < strlen(from)) at--;
  memmove(&swaps[at + 1], &swaps[at], (size_t)(*n - at) * sizeof *swaps);
  snprintf(swaps[at].from, sizeof swaps->from, "%s", from);
  snprintf(swaps[at].to, sizeof swaps->to, "%s", to);
  ++*n;
}

/* The actors of a scenario, or the players of a plain game. */
static cJSON *actors_of(cJSON *root) {
  cJSON *actors = cJSON_GetObjectItemCaseSensitive(root, "actors");
  cJSON *game = cJSON_GetObjectItemCaseSensitive(root, "game");
  return actors != NULL ? actors : cJSON_GetObjectItemCaseSensitive(game, "players");
}

static int collect(const cJSON *actors, swap *swaps) {
  const cJSON *actor;
  int n = 0, place = 0;
  for (size_t p = 0; p < sizeof places / sizeof *places; p++) add_swap(swaps, &n, places[p][0], places[p][1]);
  cJSON_ArrayForEach(actor, actors) {
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(actor, "name");
    const char *known = cJSON_IsString(name) ? name->valuestring : actor->string;
    char made[40];
    snprintf(made, sizeof made, place < N_INVENTED ? "%s" : "Land %s%d",
             place < N_INVENTED ? invented[place] : "", place + 1);
    if (place < N_INVENTED) snprintf(made, sizeof made, "%s", invented[place]);
    place++;
    add_swap(swaps, &n, known, made);
    for (size_t d = 0; d < sizeof derived / sizeof *derived; d++)
      if (strcmp(derived[d][0], known) == 0) add_swap(swaps, &n, derived[d][1], made);
  }
  return n;
}

static bool is_for_people(const char *key) {
  static const char *const keys[] = {"name", "brief", "title", "question", "reason", "text"};
  for (size_t i = 0; key != NULL && i < sizeof keys / sizeof *keys; i++)
    if (strcmp(key, keys[i]) == 0) return true;
  return false;
}

static bool rename_all(cJSON *item, const swap *swaps, int n) {
  cJSON *part;
  cJSON_DeleteItemFromObjectCaseSensitive(item, "notes");
  if (cJSON_IsString(item) && is_for_people(item->string)) {
    char *text = swapped(item->valuestring, swaps, n);
    bool good = text != NULL && cJSON_SetValuestring(item, text) != NULL;
    cJSON_free(text);
    return good;
  }
  cJSON_ArrayForEach(part, item) if (!rename_all(part, swaps, n)) return false;
  return true;
}

/* Actors without a name get one; designs are numbered: their names tell who proposed them. */
static bool set_names(cJSON *root) {
  cJSON *item;
  int n = 0;
  cJSON_ArrayForEach(item, actors_of(root)) {
    if (cJSON_GetObjectItemCaseSensitive(item, "name") == NULL &&
        cJSON_AddStringToObject(item, "name", item->string) == NULL)
      return false;
  }
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(root, "designs")) {
    char name[32];
    snprintf(name, sizeof name, "Design %d", ++n);
    cJSON_DeleteItemFromObjectCaseSensitive(item, "name");
    if (cJSON_AddStringToObject(item, "name", name) == NULL) return false;
  }
  return true;
}

/* Takes `cite` away everywhere: the sources that they name are gone. */
static void drop_citations(cJSON *item) {
  cJSON *part;
  cJSON_DeleteItemFromObjectCaseSensitive(item, "cite");
  cJSON_ArrayForEach(part, item) drop_citations(part);
}

ply_status ply_class_alias(const char *scenario, char **out, ply_err *err) {
  swap swaps[MAX_SWAPS + 1];
  cJSON *root = cJSON_Parse(scenario);
  *out = NULL;
  if (root == NULL) return ply_err_set(err, PLY_E_INPUT, "the scenario is no JSON");
  cJSON_DeleteItemFromObjectCaseSensitive(root, "sources");
  cJSON_DeleteItemFromObjectCaseSensitive(root, "concordance");
  drop_citations(root);
  bool memory = set_names(root);
  int n = collect(actors_of(root), swaps);
  memory = memory && rename_all(root, swaps, n);
  *out = memory ? cJSON_Print(root) : NULL;
  cJSON_Delete(root);
  return *out != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory for invented names");
}
