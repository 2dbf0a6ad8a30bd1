/* What did the class think before the talks, and what does it think after? Told as a whole: numbers in order
 * of size, how many named each role as the strongest, how many moved which way. Nothing here says who
 * answered what. Cost: people times 100. */
#include "sim/class/server/view.h"

static const ply_class_answer_given *answer_of(const ply_class_session *s, int person, int when) {
  const ply_class_person *p = &s->state.people[person];
  return !p->gone && p->answer[when].given ? &p->answer[when] : NULL;
}

static void write_time(ply_json *json, const char *key, const ply_class_session *s, int when) {
  int power[PLY_CLASS_ROLES] = {0};
  ply_json_object(json, key, PLY_JSON_TIGHT);
  ply_json_array(json, "values", PLY_JSON_TIGHT);
  for (int value = 0; value <= 100; value++)
    for (int p = 0; p < s->state.n_people; p++) {
      const ply_class_answer_given *answer = answer_of(s, p, when);
      if (answer == NULL || answer->value != value) continue;
      if (answer->role >= 0) power[answer->role]++;
      ply_json_int(json, NULL, value);
    }
  ply_json_end(json);
  ply_json_ints(json, "power", power, s->state.n_roles);
  ply_json_end(json);
}

void ply_class_write_answers(ply_json *json, const char *key, const ply_class_session *s) {
  int up = 0, down = 0, same = 0;
  for (int p = 0; p < s->state.n_people; p++) {
    const ply_class_answer_given *before = answer_of(s, p, 0), *after = answer_of(s, p, 1);
    if (before == NULL || after == NULL) continue;
    if (after->value > before->value)
      up++;
    else if (after->value < before->value)
      down++;
    else
      same++;
  }
  ply_json_object(json, key, PLY_JSON_TIGHT);
  write_time(json, "before", s, 0);
  write_time(json, "after", s, 1);
  ply_json_int(json, "up", up);
  ply_json_int(json, "down", down);
  ply_json_int(json, "same", same);
  ply_json_end(json);
}
