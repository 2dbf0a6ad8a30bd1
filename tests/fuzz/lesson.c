/* Any bytes as the log of a lesson: the session goes on from the last line that is whole and fits, or says why not; what
 * it took is what a second start reads, which finds nothing damaged any more; and the clock, bots and orders then go on. */
#include "tests/fuzz/lesson_game.h"

#include <unistd.h>

enum { ROUNDS = 6, MOST_BYTES = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ply_status start(ply_class_session *session, const char *path, ply_err *err) {
  ply_class_plan plan = fuzz_plan();
  return ply_class_session_init(session, &plan, fuzz_game, NULL, path, FUZZ_T0, err);
}

/* A little of what a teacher and a clock do. */
static void go_on(ply_class_session *session) {
  ply_err err = {0};
  int64_t now_ms = FUZZ_T0 + 1000000000;
  for (int k = 0; k < 3; k++) {
    ply_class_tick(session, now_ms += 700, &err);
    ply_class_push(session, now_ms += 700, &err);
  }
  ply_class_tick(session, now_ms + 200000, &err);
}

/* Starts, compares with what an earlier start took where `before` is not empty, and keeps what was taken in it. */
static bool try_log(const char *path, ply_text *before, bool again) {
  ply_class_session session;
  ply_err err = {0};
  ply_text took;
  ply_text_init(&took);
  if (start(&session, path, &err) != PLY_OK) {
    if (again) fuzz_give_up("a log that was taken is refused");
    if (err.message[0] == '\0') fuzz_give_up("a failure without words");
    return false;
  }
  if (again && session.log.damaged > 0) fuzz_give_up("a log that was salvaged is damaged");
  fuzz_events(&session.state, &took);
  if (again && (took.length < before->length || memcmp(took.data, before->data, before->length) != 0))
    fuzz_give_up("a second start reads another session");
  fuzz_replays(&session);
  if (again) {
    go_on(&session);
    fuzz_replays(&session);
  }
  ply_text_done(before);
  *before = took;
  ply_class_session_done(&session);
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char folder[] = "/tmp/parley-fuzz-XXXXXX", path[64], beside[80];
  ply_text before;
  ply_text_init(&before);
  if (size > MOST_BYTES) return 0;
  if (mkdtemp(folder) == NULL) fuzz_give_up("cannot make a folder");
  snprintf(path, sizeof path, "%s/log.jsonl", folder);
  snprintf(beside, sizeof beside, "%s.damaged", path);
  FILE *file = fopen(path, "wb");
  if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0)
    fuzz_give_up("cannot write a file");
  if (try_log(path, &before, false)) try_log(path, &before, true);
  ply_text_done(&before);
  unlink(path);
  unlink(beside);
  rmdir(folder);
  return 0;
}

#ifndef PARLEY_LIBFUZZER

Suite *test_suite(void) { return fuzz_suite("lesson", ROUNDS, LLVMFuzzerTestOneInput); }

#endif
