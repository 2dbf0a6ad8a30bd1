/* Which id stands for a name? Letters without their accents, digits, and "-" for the rest, so that "Prix (€)"
 * is prix and "20'' LCD" is o20-lcd; a name in another script gets a letter and a number. Unicode's Latin-1
 * and Latin Extended-A are known by their base letters. */
#include "sim/interop/domain.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 48 };

/* Base letters of U+00C0 .. U+017F, '-' where there is none. */
static const char base_letters[] = "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty"
                                   "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllll"
                                   "lnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static char letter_of(const unsigned char *s, size_t *n) {
  *n = 1;
  if (s[0] >= 'A' && s[0] <= 'Z') return (char)(s[0] - 'A' + 'a');
  if ((s[0] >= 'a' && s[0] <= 'z') || (s[0] >= '0' && s[0] <= '9') || s[0] == '_') return (char)s[0];
  if (s[0] < 0xC0) return '-';
  while ((s[*n] & 0xC0) == 0x80) (*n)++;
  unsigned code = *n == 2 ? ((s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu)) : 0;
  return code >= 0xC0 && code - 0xC0 < sizeof base_letters - 1 ? base_letters[code - 0xC0] : '-';
}

static bool is_taken(const char *id, const char *const *taken, int n) {
  for (int i = 0; i < n; i++)
    if (strcmp(taken[i], id) == 0) return true;
  return false;
}

void ply_domain_id(const char *name, char letter, const char *const *taken, int n_taken, char *id) {
  char made[LONGEST + 8];
  size_t at = 0, n;
  for (const unsigned char *s = (const unsigned char *)name; *s != '\0' && at < LONGEST; s += n) {
    char c = letter_of(s, &n);
    if (c == '-' && (at == 0 || made[at - 1] == '-')) continue;
    if (at == 0 && !(c >= 'a' && c <= 'z')) made[at++] = letter;
    made[at++] = c;
  }
  while (at > 0 && made[at - 1] == '-') at--;
  made[at] = '\0';
  if (at == 0) snprintf(made, sizeof made, "%c%d", letter, n_taken + 1);
  snprintf(id, 65, "%s", made);
  for (unsigned short k = 2; is_taken(id, taken, n_taken) || strcmp(id, "notes") == 0; k++)
    snprintf(id, 65, "%s-%d", made, (int)k);
}
