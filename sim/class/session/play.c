/* parley play: one person at a terminal against bots, over the same session as the classroom's. Time is the
 * number of things done: each line that asks the others to move is one of PLY_PLAY_TURNS turns of the talks;
 * in rounds of moves and offers a round waits for the person, and `wait` lets it pass. So the same seed and
 * the same lines give the same game. A line is a verb and what it is about; everything
 * is told in words. */
#include "sim/class/paper/paper.h"
#include "sim/class/session/moves.h"
#include "sim/class/session/play.h"
#include "sim/class/session/study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *actor_name(const ply_class_session *s, int i) {
  return parley_game_actor_at(s->game, i).name.name;
}

static bool in_rounds(const parley_class_play *play) { return play->session.course.mode != PLY_MODE_TABLE; }

/* ---- what the person says ---- */

static int id_among(const char *word, size_t length, parley_name (*at)(const parley_game *, int, int),
                    const parley_game *game, int of, int n) {
  for (int i = 0; i < n; i++) {
    const char *id = at(game, of, i).id;
    if (strlen(id) == length && memcmp(id, word, length) == 0) return i;
  }
  return -1;
}

static parley_name issue_name(const parley_game *game, int of, int i) {
  return (void)of, parley_game_issue_at(game, i).name;
}
static parley_name actor_id(const parley_game *game, int of, int i) {
  return (void)of, parley_game_actor_at(game, i).name;
}
static parley_name level_id(const parley_game *game, int of, int i) {
  return parley_game_stand_at(game, of, i);
}

/* What cannot be done with a word of the line. */
static ply_status no(const ply_class_session *s, ply_err *err, const char *key, const char *word) {
  char shown[41];
  snprintf(shown, sizeof shown, "%s", word);
  return ply_words_err(s->words, err, PLY_E_USAGE, key, PLY_SAID(ply_word("word", shown)));
}

/* One "issue=option" or "actor=level" into the arrays. */
static ply_status set_pair(const ply_class_session *s, const char *pair, int *options, int *levels,
                           ply_err *err) {
  const char *sign = strchr(pair, '=');
  if (sign == NULL) return no(s, err, "play_no_pair", pair);
  size_t length = (size_t)(sign - pair);
  int k = id_among(pair, length, issue_name, s->game, 0, s->shape.n_issues);
  int i = id_among(pair, length, actor_id, s->game, 0, s->shape.n_actors);
  if (k >= 0) {
    parley_game_issue issue = parley_game_issue_at(s->game, k);
    int o = id_among(sign + 1, strlen(sign + 1), parley_game_option_at, s->game, k, issue.n_options);
    if (issue.derived)
      return ply_words_err(s->words, err, PLY_E_USAGE, "play_no_choice",
                           PLY_SAID(ply_word("issue", issue.name.id)));
    if (o < 0)
      return ply_words_err(s->words, err, PLY_E_USAGE, "play_no_option",
                           PLY_SAID(ply_word("issue", issue.name.id), ply_word("word", sign + 1)));
    options[k] = o;
    return PLY_OK;
  }
  if (i < 0) {
    char word[41];
    snprintf(word, sizeof word, "%.*s", (int)(length < 40 ? length : 40), pair);
    return no(s, err, "play_no_name", word);
  }
  if (!parley_game_actor_at(s->game, i).candidate)
    return ply_words_err(s->words, err, PLY_E_USAGE, "play_no_candidate",
                         PLY_SAID(ply_word("who", actor_name(s, i))));
  int l = id_among(sign + 1, strlen(sign + 1), level_id, s->game, i, parley_game_n_stands(s->game, i));
  if (l < 0) return no(s, err, "play_no_level", sign + 1);
  levels[i] = l;
  return PLY_OK;
}

/* "3" or "#3" as the number of a proposal, -1 for anything else. */
static int proposal_of(const char *word) {
  char *end = NULL;
  long n = strtol(word[0] == '#' ? word + 1 : word, &end, 10);
  return n >= 1 && n <= PLY_CLASS_MAX_EVENTS && *end == '\0' ? (int)n - 1 : -1;
}

/* "#3 clock=h24,france=aid": the bundle that is meant. words is cut up. */
static ply_status read_bundle(const parley_class_play *play, char *words, uint64_t *bundle, ply_err *err) {
  const ply_class_session *s = &play->session;
  int options[PLY_CLASS_ROLES] = {0}, levels[PLY_CLASS_ROLES] = {0};
  char *rest = NULL;
  for (char *word = strtok_r(words, ", ", &rest); word != NULL; word = strtok_r(NULL, ", ", &rest)) {
    int id = word[0] == '#' ? proposal_of(word) : -1;
    if (word[0] == '#' && (id < 0 || id >= s->state.n_proposals)) return no(s, err, "play_no_proposal", word);
    if (word[0] == '#')
      parley_game_unpack(s->game, s->state.proposals[id].bundle, options, levels);
    else if (set_pair(s, word, options, levels, err) != PLY_OK)
      return PLY_E_USAGE;
  }
  return parley_game_pack(s->game, options, levels, bundle) ? PLY_OK : no(s, err, "play_no_deal", "");
}

static ply_status try_bundle(const parley_class_play *play, char *words, ply_text *out, ply_err *err) {
  const ply_class_session *s = &play->session;
  uint64_t bundle;
  int points[PLY_CLASS_ROLES];
  ply_status status = read_bundle(play, words, &bundle, err);
  if (status != PLY_OK) return status;
  const char *rule = parley_game_broken_rule(s->game, bundle),
             *line = parley_game_red_line(s->game, bundle, play->role);
  ply_class_deal_words(s, bundle, out);
  if (ply_class_points_all(s, bundle, points))
    ply_play_tell_below(s, "play_own",
                        PLY_SAID(ply_number_word("points", points[play->role]),
                                 ply_number_word("none", s->scales[play->role].no_deal)),
                        out);
  if (rule != NULL) ply_play_tell_below(s, "play_rule", PLY_SAID(ply_word("rule", rule)), out);
  if (line != NULL) ply_play_tell_below(s, "play_own_line", PLY_SAID(ply_word("line", line)), out);
  ply_text_add(out, "\n");
  return PLY_OK;
}

/* The others move: one turn of the clock. */
static ply_status turn(parley_class_play *play, ply_text *out, ply_err *err) {
  ply_class_session *s = &play->session;
  play->now_ms += in_rounds(play) ? 1 : PLY_PLAY_TURN_MS;
  s->next_bot_ms = 0;
  ply_status status = ply_class_tick(s, play->now_ms, err);
  /* Who offers next does so at once. */
  s->next_bot_ms = 0;
  if (status == PLY_OK && s->course.mode == PLY_MODE_OFFERS) status = ply_class_tick(s, play->now_ms, err);
  for (; play->told_rounds < s->state.tables[0].played; play->told_rounds++)
    ply_play_tell_round(play, play->told_rounds, out);
  for (; play->told < s->state.n_proposals; play->told++)
    if (s->state.proposals[play->told].role != play->role) {
      ply_words_say(s->words, out, "play_new", NULL);
      ply_play_tell_proposal(play, play->told, out);
    }
  return status;
}

/* "disarm", "east=disarm" or "issue=option": the person's own move. */
static ply_status read_move(const parley_class_play *play, char *words, uint64_t *move, ply_err *err) {
  const ply_class_session *s = &play->session;
  int options[PLY_CLASS_ROLES] = {0}, levels[PLY_CLASS_ROLES] = {0};
  char *rest = NULL;
  for (char *word = strtok_r(words, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
    int level = -1;
    while (*word == ' ') word++;
    for (int l = 0; l < parley_game_n_stands(s->game, play->role); l++) {
      parley_name name = parley_game_stand_at(s->game, play->role, l);
      if (strcasecmp(name.id, word) == 0 || strcasecmp(name.name, word) == 0) level = l;
    }
    if (level >= 0)
      levels[play->role] = level;
    else if (strchr(word, '=') == NULL)
      return no(s, err, "play_no_move", word);
    else if (set_pair(s, word, options, levels, err) != PLY_OK)
      return PLY_E_USAGE;
  }
  return ply_class_move_pack(s, play->role, options, levels, move) ? PLY_OK
                                                                   : no(s, err, "play_no_such_move", "");
}

/* A line that does something at the table; PLY_E_USAGE with a reason where it cannot be done. */
static ply_status act(parley_class_play *play, const char *verb, char *about, ply_text *out, ply_err *err) {
  ply_class_session *s = &play->session;
  int id = proposal_of(about);
  int64_t now = play->now_ms;
  uint64_t bundle;
  ply_status status;
  if (strcmp(verb, "accept") == 0)
    status = ply_class_vote(s, now, play->person, play->role, id, 1, err);
  else if (strcmp(verb, "reject") == 0)
    status = ply_class_vote(s, now, play->person, play->role, id, -1, err);
  else if (strcmp(verb, "withdraw") == 0)
    status = ply_class_withdraw(s, now, 0, play->role, id, err);
  else if (strcmp(verb, "wait") == 0) {
    if (in_rounds(play)) play->now_ms += ply_class_round_ms(s);
    status = PLY_OK;
  } else if (strcmp(verb, "move") == 0 && about[0] == '\0')
    status = no(s, err, "play_move_what", "");
  else if (strcmp(verb, "move") == 0) {
    status = read_move(play, about, &bundle, err);
    if (status == PLY_OK) status = ply_class_choose(s, now, play->person, 0, play->role, bundle, err);
  } else if (about[0] == '\0')
    status = no(s, err, "play_propose_what", "");
  else {
    status = read_bundle(play, about, &bundle, err);
    if (status == PLY_OK) status = ply_class_propose(s, now, play->person, 0, play->role, bundle, err);
  }
  return status == PLY_OK && s->state.tables[0].end[0].status == PLY_TABLE_OPEN ? turn(play, out, err)
                                                                                : status;
}

static ply_status answer(parley_class_play *play, char *line, ply_text *out, bool *over, ply_err *err) {
  static const char *const verbs[] = {"table",  "brief",  "try",      "help", "quit", "propose",
                                      "accept", "reject", "withdraw", "wait", "move"};
  char *rest = NULL, empty[] = "";
  const char *verb = strtok_r(line, " ", &rest);
  char *about = rest != NULL ? rest : empty;
  if (verb == NULL) return PLY_OK;
  size_t v = 0;
  while (v < sizeof verbs / sizeof *verbs && strcmp(verbs[v], verb) != 0) v++;
  if (v == sizeof verbs / sizeof *verbs) {
    const char *near = strlen(verb) <= 20 ? ply_word_nearest(verb, verbs, v) : NULL;
    ply_words_say(play->session.words, out, near != NULL ? "play_near" : "play_unknown",
                  PLY_SAID(ply_word("word", verb), ply_word("near", near), ply_word("help", "help")));
    ply_text_add(out, "\n");
    return PLY_OK;
  }
  if (v == 0)
    ply_play_tell_table(play, out);
  else if (v == 1)
    ply_play_tell_brief(play, out);
  else if (v == 3)
    ply_play_tell_help(play, out);
  else if (v == 4)
    *over = true;
  else {
    ply_status status = v == 2 ? try_bundle(play, about, out, err) : act(play, verb, about, out, err);
    if (status == PLY_E_USAGE)
      ply_text_addf(out, "%s\n", err->message);
    else if (status != PLY_OK)
      return status;
  }
  if (play->session.state.tables[0].end[0].status != PLY_TABLE_OPEN) *over = true;
  if (*over) ply_play_tell_end(play, out);
  return PLY_OK;
}

parley_status parley_class_play_line(parley_class_play *play, const char *line, char **text, bool *over,
                                     parley_error *error) {
  ply_text out;
  ply_err err = {0};
  ply_text_init(&out);
  *over = false;
  *text = NULL;
  char *copy = malloc(strlen(line) + 1);
  if (copy == NULL)
    return ply_class_told(&(ply_err){.status = PLY_E_MEMORY, .message = "not enough memory"}, error);
  ply_text broken;
  ply_text_init(&broken);
  ply_status status = answer(play, strcpy(copy, line), &out, over, &err);
  free(copy);
  ply_play_wrap(out.data != NULL ? out.data : "", &broken);
  broken.failed |= out.failed;
  ply_text_done(&out);
  if (status == PLY_OK)
    *text = ply_text_take(&broken);
  else
    ply_text_done(&broken);
  return status == PLY_OK ? PARLEY_OK : ply_class_told(&err, error);
}

/* ---- beginning and end ---- */

static ply_status find_role(const parley_game *game, const char *id, int *role, ply_err *err) {
  const char *ids[PLY_CLASS_ROLES];
  parley_game_shape shape = parley_game_describe(game);
  ply_text all;
  size_t n = 0;
  ply_text_init(&all);
  *role = -1;
  for (int i = 0; i < shape.n_actors; i++) {
    if ((ply_class_playable(game) >> i & 1) == 0) continue;
    ids[n++] = parley_game_actor_at(game, i).name.id;
    ply_text_addf(&all, "%s%s", n > 1 ? ", " : "", ids[n - 1]);
    if (strcmp(ids[n - 1], id) == 0) *role = i;
  }
  const char *near = ply_word_nearest(id, ids, n);
  ply_status status = PLY_OK;
  if (*role < 0 && near != NULL)
    status = ply_err_set(err, PLY_E_USAGE, "there is no role \"%.60s\"; did you mean \"%s\"?", id, near);
  else if (*role < 0)
    status = ply_err_set(err, PLY_E_USAGE, "there is no role \"%.60s\"; there are: %.250s", id,
                         all.data != NULL ? all.data : "none");
  ply_text_done(&all);
  return status;
}

static const ply_err *unknown_language(const char *language, ply_err *err) {
  ply_err_set(err, PLY_E_USAGE, "there are no words in \"%.20s\" yet: --language is %s", language,
              ply_words_languages());
  return err;
}

/* Sits the person and the bots down and opens the talks. */
static ply_status begin(parley_class_play *play, ply_err *err) {
  ply_class_session *s = &play->session;
  ply_class_event join = ply_class_event_of(PLY_EV_JOIN, 0);
  join.person = play->person = 0;
  join.table = 0;
  join.role = play->role;
  join.text = "";
  ply_status status = ply_class_session_do(s, &join, err);
  if (status == PLY_OK) status = ply_class_push(s, 0, err);
  play->now_ms = 1000;
  return status == PLY_OK ? ply_class_push(s, 1000, err) : status;
}

parley_status parley_class_play_new(const parley_scenario *scenario, const char *role,
                                    const parley_solve_settings *solve, int rounds, const char *language,
                                    parley_class_play **play, char **text, parley_error *error) {
  char *shown = NULL, *json = NULL;
  parley_game *game = NULL;
  ply_err err = {0};
  ply_text out;
  ply_text_init(&out);
  *play = NULL;
  *text = NULL;
  parley_class_play *made = calloc(1, sizeof *made);
  if (made == NULL)
    return ply_class_told(&(ply_err){.status = PLY_E_MEMORY, .message = "not enough memory"}, error);
  made->session.log.fd = -1;
  if (language == NULL) language = "en";
  ply_class_plan plan = {.minutes = 45,
                         .players = 1,
                         .n_tables = 1,
                         .seed = solve != NULL ? solve->seed : 1,
                         .read_ms = 1000,
                         .talk_ms = (int64_t)PLY_PLAY_TURNS * PLY_PLAY_TURN_MS,
                         .again_ms = PLY_PLAY_TURN_MS,
                         .bot_ms = PLY_PLAY_TURN_MS,
                         .scale = 100,
                         .rounds = rounds,
                         .bots = true};
  snprintf(plan.language, sizeof plan.language, "%s", language);
  parley_status status = ply_words_known(language) ? parley_game_new(scenario, &game, error)
                                                   : ply_class_told(unknown_language(language, &err), error);
  if (status == PARLEY_OK && find_role(game, role, &made->role, &err) != PLY_OK)
    status = ply_class_told(&err, error);
  if (status == PARLEY_OK) status = parley_scenario_spell(scenario, &shown, error);
  parley_solve_settings settings = solve != NULL ? *solve : parley_solve_settings_default();
  if (status == PARLEY_OK) status = ply_class_solve(scenario, &settings, &json, error);
  if (status == PARLEY_OK &&
      (ply_class_session_init(&made->session, &plan, shown, json, NULL, 0, &err) != PLY_OK ||
       begin(made, &err) != PLY_OK))
    status = ply_class_told(&err, error);
  if (status == PARLEY_OK) {
    ply_text words;
    ply_text_init(&words);
    ply_play_tell_brief(made, &words);
    const ply_words *said = made->session.words;
    ply_words_say(
        said, &words, in_rounds(made) ? "play_rounds" : "play_turns",
        PLY_SAID(ply_number_word("n", in_rounds(made) ? made->session.course.rounds : PLY_PLAY_TURNS),
                 ply_word("help", "help")));
    ply_text_add(&words, "\n");
    if (in_rounds(made) && turn(made, &words, &err) != PLY_OK) status = ply_class_told(&err, error);
    ply_play_wrap(words.data != NULL ? words.data : "", &out);
    ply_text_done(&words);
    *text = ply_text_take(&out);
    *play = made;
  } else
    parley_class_play_free(made);
  ply_text_done(&out);
  parley_game_free(game);
  parley_text_free(shown);
  parley_text_free(json);
  return status;
}

void parley_class_play_free(parley_class_play *play) {
  if (play == NULL) return;
  ply_class_session_done(&play->session);
  free(play);
}
