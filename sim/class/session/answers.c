/* What did the class think before the talks, and what does it think after? Told as a whole: numbers in order
 * of size, how many named each role as the strongest, how many moved which way. Nothing here says who
 * answered what. Cost: people times 100. */
#include "sim/class/server/view.h"

static const ply_class_answer_given *answer_of(const ply_class_session *s, int person, int when) {
  const ply_class_person *p = &s->state.people[person];
  return !p->gone && p->answer[when].given ? &p->answer[when] : NULL;
}

static void write_time(const ply_class_session *s, int when, ply_text *out) {
  int power[PLY_CLASS_ROLES] = {0};
  const char *comma = "";
  ply_text_addf(out, "\"%s\":{\"values\":[", when == 0 ? "before" : "after");
  for (int value = 0; value <= 100; value++)
    for (int p = 0; p < s->state.n_people; p++) {
      const ply_class_answer_given *answer = answer_of(s, p, when);
      if (answer == NULL || answer->value != value) continue;
      if (answer->role >= 0) power[answer->role]++;
      ply_text_addf(out, "%s%d", comma, value);
      comma = ",";
    }
  ply_text_add(out, "],\"power\":[");
  for (int i = 0; i < s->state.n_roles; i++) ply_text_addf(out, "%s%d", i > 0 ? "," : "", power[i]);
  ply_text_add(out, "]}");
}

void ply_class_view_answers(const ply_class_session *s, ply_text *out) {
  int up = 0, down = 0, same = 0;
  for (int p = 0; p < s->state.n_people; p++) {
    const ply_class_answer_given *before = answer_of(s, p, 0), *after = answer_of(s, p, 1);
    if (before == NULL || after == NULL) continue;
    up += after->value > before->value;
    down += after->value < before->value;
    same += after->value == before->value;
  }
  ply_text_add(out, "{");
  write_time(s, 0, out);
  ply_text_add(out, ",");
  write_time(s, 1, out);
  ply_text_addf(out, ",\"up\":%d,\"down\":%d,\"same\":%d}", up, down, same);
}
