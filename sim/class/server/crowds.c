/* Where do people come from? Seats by network address, for a teacher who suspects that somebody fills up the
 * room with seats that nobody uses. Addresses are the ones that people were last heard from; they are in no
 * log. Cost: people squared. */
#include "sim/class/server/view.h"

#include <stdio.h>
#include <string.h>

enum { CROWD = 3, CROWDS = 20 };

void ply_class_address(const unsigned char address[16], char *out) {
  static const unsigned char none[12] = {0};
  if (memcmp(address, none, 12) == 0) {
    snprintf(out, 46, "%d.%d.%d.%d", address[12], address[13], address[14], address[15]);
    return;
  }
  for (int i = 0; i < 16; i += 2)
    out += snprintf(out, 6, "%s%x", i > 0 ? ":" : "", (unsigned)(address[i] << 8 | address[i + 1]));
}

/* How many sit here who were last heard from where person p was. */
static int company(const ply_class_session *s, const ply_class_presence *presence, int p) {
  int n = 0;
  for (int q = 0; q < s->state.n_people; q++)
    n += !s->state.people[q].gone && presence->seen_ms[q] > 0 &&
         memcmp(presence->from[q], presence->from[p], 16) == 0;
  return n;
}

static bool is_first(const ply_class_session *s, const ply_class_presence *presence, int p) {
  if (s->state.people[p].gone || presence->seen_ms[p] == 0) return false;
  for (int q = 0; q < p; q++)
    if (!s->state.people[q].gone && presence->seen_ms[q] > 0 &&
        memcmp(presence->from[q], presence->from[p], 16) == 0)
      return false;
  return true;
}

void ply_class_write_crowds(ply_json *json, const ply_class_session *s, const ply_class_presence *presence) {
  int shown = 0;
  ply_json_array(json, "crowds", PLY_JSON_TIGHT);
  for (int p = 0; presence->from != NULL && p < s->state.n_people && shown < CROWDS; p++) {
    int n = is_first(s, presence, p) ? company(s, presence, p) : 0;
    char address[46];
    if (n < CROWD) continue;
    ply_class_address(presence->from[p], address);
    ply_json_object(json, NULL, PLY_JSON_TIGHT);
    ply_json_string(json, "address", address);
    ply_json_int(json, "people", n);
    ply_json_end(json);
    shown++;
  }
  ply_json_end(json);
}
