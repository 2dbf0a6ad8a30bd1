/* Any lines as requests to a lesson: "PATH WHO BODY", where WHO is - (nobody), t (the teacher) or the number of a person
 * that joined, and a line "+MS" lets time go by. No answer is a fault of the server (5..), each JSON answer is JSON, and
 * the events of the session make it again. */
#include "sim/class/server/serve.h"
#include "tests/fuzz/lesson_game.h"

#include <cjson/cJSON.h>
#include <unistd.h>

enum { ROUNDS = 12, MOST_BYTES = 8000, MOST_SEATED = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct lesson {
  ply_class_session session;
  ply_class_desk desk;
  ply_class_limits limits;
  int64_t seen_ms[PLY_CLASS_MAX_PEOPLE], now_ms;
  unsigned char from[PLY_CLASS_MAX_PEOPLE][16], device[PLY_CLASS_MAX_PEOPLE][16];
  ply_class_bucket person_limits[PLY_CLASS_MAX_PEOPLE];
  char token[MOST_SEATED][PLY_CLASS_TOKEN + 1];
  int n_tokens;
} lesson;

static void open_lesson(lesson *l, const char *folder) {
  ply_class_plan plan = fuzz_plan();
  ply_err err = {0};
  memset(l, 0, sizeof *l);
  l->now_ms = FUZZ_T0;
  if (ply_class_session_init(&l->session, &plan, fuzz_game, NULL, NULL, FUZZ_T0, &err) != PLY_OK)
    fuzz_give_up(err.message);
  l->desk = (ply_class_desk){.session = &l->session,
                             .limits = &l->limits,
                             .seen_ms = l->seen_ms,
                             .from = l->from,
                             .device = l->device,
                             .person_limits = l->person_limits,
                             .join_url = "http://127.0.0.1:8080/"};
  if (ply_class_keys_open(&l->desk.keys, folder, &err) != PLY_OK) fuzz_give_up(err.message);
}

/* Who asks. */
static const char *token_of(const lesson *l, const char *who) {
  if (strcmp(who, "t") == 0) return l->desk.keys.teacher;
  int person = who[0] >= '0' && who[0] <= '9' ? atoi(who) : -1;
  return person >= 0 && person < l->n_tokens ? l->token[person] : NULL;
}

static void check_answer(lesson *l, const ply_class_answer *answer) {
  if (answer->status < 200 || answer->status >= 500) fuzz_give_up("an answer that blames the server");
  if (l->desk.failed) fuzz_give_up("a session that cannot go on");
  if (answer->data != NULL || strcmp(answer->type, "application/json") != 0) return;
  cJSON *json = cJSON_ParseWithOpts(answer->text.data, NULL, true);
  if (json == NULL) fuzz_give_up("an answer that is no JSON");
  const char *token = cJSON_GetStringValue(cJSON_GetObjectItem(json, "token"));
  if (token != NULL && l->n_tokens < MOST_SEATED)
    snprintf(l->token[l->n_tokens++], sizeof l->token[0], "%s", token);
  cJSON_Delete(json);
}

static void ask(lesson *l, char *line) {
  char *rest = NULL, *path = strtok_r(line, " ", &rest), *who = strtok_r(NULL, " ", &rest);
  ply_err err = {0};
  if (path == NULL) return;
  if (path[0] == '+') {
    l->now_ms += (int64_t)(strtoull(path + 1, NULL, 10) % 1000000);
    if (ply_class_tick(&l->session, l->now_ms, &err) != PLY_OK) fuzz_give_up("a clock that does not go on");
    return;
  }
  bool posts = rest != NULL && rest[0] != '\0';
  ply_class_request request = {.method = posts ? "POST" : "GET",
                               .path = path,
                               .content_type = posts ? "application/json" : NULL,
                               .token = who != NULL ? token_of(l, who) : NULL,
                               .body = posts ? rest : "",
                               .body_size = posts ? strlen(rest) : 0,
                               .address = {1},
                               .now_ms = l->now_ms += 50};
  ply_class_answer answer;
  ply_class_route(&l->desk, &request, &answer);
  check_answer(l, &answer);
  ply_text_done(&answer.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static lesson l;
  char folder[] = "/tmp/parley-fuzz-XXXXXX", keys[64], *text = malloc(size + 1), *rest = NULL;
  if (size > MOST_BYTES || text == NULL) {
    free(text);
    return 0;
  }
  if (mkdtemp(folder) == NULL) fuzz_give_up("cannot make a folder");
  memcpy(text, data, size);
  text[size] = '\0';
  open_lesson(&l, folder);
  for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
    ask(&l, line);
  fuzz_replays(&l.session);
  ply_class_keys_close(&l.desk.keys);
  ply_class_session_done(&l.session);
  snprintf(keys, sizeof keys, "%s/keys", folder);
  unlink(keys);
  rmdir(folder);
  free(text);
  return 0;
}

#ifndef PARLEY_LIBFUZZER

Suite *test_suite(void) { return fuzz_suite("body", ROUNDS, LLVMFuzzerTestOneInput); }

#endif
