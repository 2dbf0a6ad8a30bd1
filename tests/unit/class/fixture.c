/* The fixture of the classroom's tests: see the header. */
#include "tests/unit/class/fixture.h"

#include "tests/support/support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *class_scenario(void) {
  char *path = test_path("tests/unit/class/harbour.json"), *text = test_read_file(path, NULL);
  free(path);
  return text;
}

ply_class_plan class_plan(int n_tables) {
  ply_class_plan plan = {.minutes = 45,
                         .players = 5,
                         .n_tables = n_tables,
                         .seed = 7,
                         .read_ms = 10000,
                         .talk_ms = 100000,
                         .again_ms = 50000,
                         .bot_ms = 1000,
                         .scale = 100,
                         .bots = true};
  for (int t = 0; t < n_tables; t++)
    for (int r = 0; r < 5; r++)
      snprintf(plan.codes[t][r], sizeof plan.codes[t][r], "TAB%cSEA%c", 'A' + t, 'A' + r);
  return plan;
}

void class_start(ply_class_session *session, int n_tables, const char *log_path, int64_t now_ms) {
  ply_class_plan plan = class_plan(n_tables);
  ply_err err = {0};
  char *text = class_scenario();
  ply_status status = ply_class_session_init(session, &plan, text, NULL, log_path, now_ms, &err);
  free(text);
  ck_assert_msg(status == PLY_OK, "expected a session, got: %s", err.message);
  if (session->state.n_events == 1) class_good(ply_class_doors(session, now_ms, true, &err), &err);
}

uint64_t class_bundle(const ply_class_session *session, int price, int border, int isle) {
  uint64_t bundle = 0;
  ck_assert(parley_game_pack(session->game, (int[]){price, border}, (int[]){0, 0, 0, 0, isle}, &bundle));
  return bundle;
}

char *class_dump(const ply_class_state *s) {
  ply_text out;
  ply_text_init(&out);
  ply_text_addf(&out,
                "stage %d round %d timed %d paused %d ends %" PRId64 " left %" PRId64
                " step %d revealed %d patches %d\n",
                (int)s->stage, s->round, s->timed, s->paused, s->ends_ms, s->left_ms, s->step, s->revealed,
                s->n_patches);
  for (int p = 0; p < s->n_people; p++)
    ply_text_addf(&out, "person %d: %d %d %d %s\n", p, s->people[p].table, s->people[p].role,
                  s->people[p].gone, s->people[p].name);
  for (int p = 0; p < s->n_proposals; p++) {
    const ply_class_proposal *q = &s->proposals[p];
    ply_text_addf(&out, "proposal %d: %d %d %d %" PRIu64 " %" PRId64 " %" PRIx64 " %" PRIx64 " %d\n", p,
                  q->table, q->role, q->round, q->bundle, q->t_ms, q->accept, q->reject, (int)q->status);
  }
  for (int t = 0; t < s->n_tables; t++)
    ply_text_addf(&out, "table %d: %d %d %d %d %" PRIx64 "\n", t, (int)s->tables[t].end[0].status,
                  s->tables[t].end[0].proposal, (int)s->tables[t].end[1].status, s->tables[t].end[1].proposal,
                  s->tables[t].bots);
  for (int e = 0; e < s->n_events; e++) {
    ply_class_event_write(&s->events[e], &out);
    ply_text_add(&out, "\n");
  }
  return ply_text_take(&out);
}

char *class_temporary(const char *name) {
  char folder[] = "/tmp/parley-class-XXXXXX";
  ck_assert_msg(mkdtemp(folder) != NULL, "expected a folder for temporary files");
  char *path = malloc(sizeof folder + strlen(name) + 1);
  ck_assert_ptr_nonnull(path);
  sprintf(path, "%s/%s", folder, name);
  return path;
}

void class_good(ply_status status, const ply_err *err) {
  ck_assert_msg(status == PLY_OK, "expected this to work, got: %s", err->message);
}

void class_refused(ply_status status, const ply_err *err, const char *words) {
  ck_assert_msg(status != PLY_OK, "expected a refusal with \"%s\"", words);
  ck_assert_msg(strstr(err->message, words) != NULL, "expected \"%s\" in: %s", words, err->message);
}

void class_talks(ply_class_session *s, const char *log_path) {
  ply_err err = {0};
  class_start(s, 1, log_path, T0);
  for (int p = 0; p < 5; p++) {
    int person = -1;
    char code[] = "taba-seaa";
    code[8] = (char)(code[8] + p);
    class_good(ply_class_join(s, T0, code, "x", &person, &err), &err);
    ck_assert_int_eq(person, p);
    ck_assert_int_eq(s->state.people[p].role, p);
  }
  class_good(ply_class_push(s, T0 + 1, &err), &err);
  class_good(ply_class_push(s, T0 + 2, &err), &err);
  ck_assert_int_eq(s->state.stage, PLY_STAGE_TALK);
  ck_assert_uint_eq(s->state.tables[0].bots, 0);
}
