/* How is this scenario played? Read from its block "play", or from what the file says of consent and talks:
 * a game in which nobody is asked is one of simultaneous moves (the textbooks' two by two games), one of two
 * vetoes and discounts is Rubinstein's (1982, doi:10.2307/1912531). Cost: actors times issues. */
#include "sim/class/session/course.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

enum {
  MOST_OFFERS = 10 /* rounds of offers that a lesson has time for, where the file names none to play */
};

static const char *const names[] = {"table", "simultaneous", "offers"};

const char *ply_class_mode_name(ply_class_mode mode) { return names[mode]; }

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static int actor_of(const parley_game *game, const cJSON *id) {
  for (int i = 0; cJSON_IsString(id) && i < parley_game_describe(game).n_actors; i++)
    if (strcmp(parley_game_actor_at(game, i).name.id, id->valuestring) == 0) return i;
  return -1;
}

/* The base value of a number of the file; `missing` where there is none. */
static double number_of(const cJSON *number, double missing) {
  if (cJSON_IsObject(number)) number = get(number, "value");
  if (cJSON_IsArray(number)) number = cJSON_GetArrayItem(number, 1);
  return cJSON_IsNumber(number) ? number->valuedouble : missing;
}

static ply_class_mode default_mode(const parley_game *game, const cJSON *talks) {
  parley_game_shape shape = parley_game_describe(game);
  int asked = 0, vetoes = 0, candidates = 0;
  for (int i = 0; i < shape.n_actors; i++) {
    parley_game_actor actor = parley_game_actor_at(game, i);
    asked += actor.consent != PARLEY_NEVER;
    vetoes += actor.consent == PARLEY_REQUIRED;
    candidates += actor.candidate;
  }
  if (asked == 0 && candidates > 0) return PLY_MODE_SIMULTANEOUS;
  if (cJSON_IsObject(talks) && vetoes == 2 && asked == 2 && candidates == 0) return PLY_MODE_OFFERS;
  return PLY_MODE_TABLE;
}

static void read_owners(const cJSON *root, const parley_game *game, ply_class_course *course) {
  for (int k = 0; k < PLY_CLASS_ROLES; k++) course->owner[k] = -1;
  for (int k = 0; k < parley_game_describe(game).n_issues; k++)
    course->owner[k] =
        actor_of(game, get(get(get(root, "issues"), parley_game_issue_at(game, k).name.id), "owner"));
}

static void read_talks(const cJSON *talks, const parley_game *game, ply_class_course *course) {
  const cJSON *id, *discount = get(talks, "discount");
  int n = parley_game_describe(game).n_actors;
  cJSON_ArrayForEach(id, get(talks, "order")) {
    int actor = actor_of(game, id);
    if (actor >= 0 && course->n_order < PLY_CLASS_ROLES) course->order[course->n_order++] = actor;
  }
  for (int i = 0; i < n && !cJSON_IsArray(get(talks, "order")); i++)
    if (parley_game_actor_at(game, i).consent == PARLEY_REQUIRED) course->order[course->n_order++] = i;
  for (int i = 0; i < n; i++)
    course->discount[i] = number_of(get(discount, parley_game_actor_at(game, i).name.id), 1);
}

static ply_status check_moves(const parley_game *game, const ply_class_course *course, ply_err *err) {
  parley_game_shape shape = parley_game_describe(game);
  bool any = false;
  for (int i = 0; i < shape.n_actors; i++) any = any || parley_game_actor_at(game, i).candidate;
  for (int k = 0; k < shape.n_issues; k++) {
    parley_game_issue issue = parley_game_issue_at(game, k);
    any = any || course->owner[k] >= 0;
    if (issue.derived || issue.n_options == 1 || course->owner[k] >= 0) continue;
    return ply_err_set(
        err, PLY_E_INPUT,
        "/play/mode: in simultaneous moves every open issue is somebody's, and %s is nobody's; "
        "give it an \"owner\", or play at a table",
        issue.name.id);
  }
  return any ? PLY_OK
             : ply_err_set(
                   err, PLY_E_INPUT,
                   "/play/mode: in simultaneous moves somebody has to have a move: nobody may join and "
                   "no issue has an owner");
}

static ply_status check(const parley_game *game, const ply_class_course *course, ply_err *err) {
  if (course->mode == PLY_MODE_SIMULTANEOUS) return check_moves(game, course, err);
  if (course->mode == PLY_MODE_OFFERS && course->n_order == 0)
    return ply_err_set(err, PLY_E_INPUT,
                       "/play/mode: offers need somebody to make them: /bargaining/talks/order names nobody");
  return PLY_OK;
}

ply_status ply_class_course_read(const cJSON *root, const parley_game *game, int rounds,
                                 ply_class_course *course, ply_err *err) {
  const cJSON *play = get(root, "play"), *mode = get(play, "mode"), *rematch = get(play, "rematch");
  const cJSON *talks = get(get(root, "bargaining"), "talks"), *given = get(play, "rounds");
  *course = (ply_class_course){.mode = default_mode(game, talks)};
  int m = 0;
  while (m < 3 && cJSON_IsString(mode) && strcmp(names[m], mode->valuestring) != 0) m++;
  if (m == 3)
    return ply_err_set(err, PLY_E_INPUT, "/play/mode: \"%.40s\" is none of table, simultaneous and offers",
                       mode->valuestring);
  if (cJSON_IsString(mode)) course->mode = (ply_class_mode)m;
  course->rematch = cJSON_IsString(rematch) && strcmp(rematch->valuestring, "new") == 0;
  read_owners(root, game, course);
  read_talks(talks, game, course);
  double in_talks = number_of(get(talks, "rounds"), 1);
  double wanted = rounds > 0                        ? rounds
                  : cJSON_IsNumber(given)           ? given->valuedouble
                  : course->mode == PLY_MODE_OFFERS ? fmin(in_talks, MOST_OFFERS)
                                                    : 1;
  course->rounds = course->mode == PLY_MODE_TABLE ? 1 : (int)fmax(1, fmin(PLY_CLASS_MAX_ROUNDS, wanted));
  return check(game, course, err);
}

double ply_class_course_left(const ply_class_course *course, int role, int rounds) {
  return course->mode == PLY_MODE_OFFERS ? pow(course->discount[role], rounds) : 1;
}
