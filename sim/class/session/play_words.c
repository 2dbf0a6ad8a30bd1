/* What a person who plays alone is told: proposals, instructions, help, the end. Names and whole points, in
 * words. */
#include "sim/class/paper/paper.h"
#include "sim/class/server/view.h"
#include "sim/class/session/moves.h"
#include "sim/class/session/play.h"

#include <cjson/cJSON.h>
#include <string.h>

static const char *actor_name(const ply_class_session *s, int i) {
  return parley_game_actor_at(s->game, i).name.name;
}

/* ---- what the person is told ---- */

static void tell_roles(const ply_class_session *s, uint64_t roles, ply_text *out) {
  const char *comma = "";
  for (int r = 0; r < s->shape.n_actors; r++) {
    if ((roles >> r & 1) == 0) continue;
    ply_text_addf(out, "%s%s", comma, actor_name(s, r));
    comma = ", ";
  }
  if (roles == 0) ply_text_add(out, "nobody");
}

/* In how many choices two bundles differ; told in words where `out` is given. */
static int differences(const ply_class_session *s, uint64_t from, uint64_t to, ply_text *out) {
  int options[2][PLY_CLASS_ROLES], levels[2][PLY_CLASS_ROLES], n = 0;
  parley_game_unpack(s->game, from, options[0], levels[0]);
  parley_game_unpack(s->game, to, options[1], levels[1]);
  for (int k = 0; k < s->shape.n_issues; k++) {
    parley_game_issue issue = parley_game_issue_at(s->game, k);
    if (options[0][k] == options[1][k] || issue.derived) continue;
    if (out != NULL)
      ply_text_addf(out, "%s%s: %s", n > 0 ? "; " : "", issue.name.name,
                    parley_game_option_at(s->game, k, options[1][k]).name);
    n++;
  }
  for (int i = 0; i < s->shape.n_actors; i++) {
    if (levels[0][i] == levels[1][i]) continue;
    if (out != NULL)
      ply_text_addf(out, "%s%s: %s", n > 0 ? "; " : "", actor_name(s, i),
                    parley_game_level_at(s->game, levels[1][i]).name);
    n++;
  }
  return n;
}

/* What a proposal says: in full, or where little differs from an earlier one, that. */
static void tell_deal(const ply_class_session *s, int id, ply_text *out) {
  enum { LITTLE = 4 };
  uint64_t bundle = s->state.proposals[id].bundle;
  int like = -1, least = LITTLE + 1;
  for (int p = 0; p < id; p++) {
    int n = differences(s, s->state.proposals[p].bundle, bundle, NULL);
    if (n > 0 && n < least) {
      least = n;
      like = p;
    }
  }
  if (like < 0 || s->shape.n_issues <= LITTLE) {
    ply_class_deal_words(s, bundle, out);
    return;
  }
  ply_text_addf(out, "as #%d, but ", like + 1);
  differences(s, s->state.proposals[like].bundle, bundle, out);
}

void ply_play_tell_proposal(const parley_class_play *play, int id, ply_text *out) {
  const ply_class_session *s = &play->session;
  const ply_class_proposal *p = &s->state.proposals[id];
  static const char *const statuses[] = {"", " (taken back)", " (agreed)", " (lapsed)"};
  int points[PLY_CLASS_ROLES];
  uint64_t parties = parley_game_parties(s->game, p->bundle);
  const char *line = parley_game_red_line(s->game, p->bundle, play->role);
  ply_text_addf(out, "#%d by %s%s: ", id + 1, actor_name(s, p->role), statuses[p->status]);
  tell_deal(s, id, out);
  ply_text_add(out, "\n   yes: ");
  tell_roles(s, p->accept, out);
  ply_text_add(out, "; no: ");
  tell_roles(s, p->reject, out);
  ply_text_add(out, "; still asked: ");
  tell_roles(s, parties & ~(p->accept | p->reject), out);
  if (ply_class_points_of(s, id, points))
    ply_text_addf(out, "\n   you: %d points (no deal: %d)", points[play->role],
                  s->scales[play->role].no_deal);
  if (line != NULL) ply_text_addf(out, "; your red line: %s", line);
  ply_text_add(out, "\n");
}

void ply_play_tell_table(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  bool any = false;
  for (int p = 0; p < s->state.n_proposals; p++) {
    if (s->state.proposals[p].status != PLY_OPEN) continue;
    ply_play_tell_proposal(play, p, out);
    any = true;
  }
  if (!any) ply_text_add(out, "No proposal is on the table.\n");
}

static const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *words_of(const cJSON *object, const char *key) {
  return cJSON_IsString(get(object, key)) ? get(object, key)->valuestring : "";
}

static int number_of(const cJSON *item) { return cJSON_IsNumber(item) ? item->valueint : 0; }

static void tell_issue(const ply_class_session *s, const cJSON *row, ply_text *out) {
  parley_game_issue issue = parley_game_issue_at(s->game, number_of(get(row, "issue")));
  const cJSON *outside = get(row, "outside");
  if (issue.n_options == 1 && number_of(cJSON_GetArrayItem(get(row, "points"), 0)) == 0) return;
  ply_text_addf(out, "  %s (%s%s%s)\n", issue.name.name, issue.name.id,
                issue.derived ? ", follows from the rest" : "",
                get(row, "scaled") != NULL ? ", counts in full only where the guarantee is credible" : "");
  for (int o = 0; o < issue.n_options; o++) {
    parley_name option = parley_game_option_at(s->game, number_of(get(row, "issue")), o);
    ply_text_addf(out, "    %3d  %s (%s)", number_of(cJSON_GetArrayItem(get(row, "points"), o)), option.name,
                  option.id);
    if (outside != NULL)
      ply_text_addf(out, "; if you stay out: %d", number_of(cJSON_GetArrayItem(outside, o)));
    ply_text_add(out, "\n");
  }
}

/* What is paid besides the options: levels, bonuses, stakes; and what is forbidden. */
static void tell_besides(const ply_class_session *s, const cJSON *brief, ply_text *out) {
  const cJSON *item;
  int level = 0;
  cJSON_ArrayForEach(item, get(brief, "levels")) {
    if (item->valueint != 0)
      ply_text_addf(out, "  %+d points for standing at %s yourself\n", item->valueint,
                    parley_game_level_at(s->game, level).name);
    level++;
  }
  cJSON_ArrayForEach(item, get(brief, "bonuses"))
      ply_text_addf(out, "  %+d points if %s\n", number_of(get(item, "points")), words_of(item, "when"));
  cJSON_ArrayForEach(item, get(brief, "stakes"))
      ply_text_addf(out, "  %+d points times %s\n", number_of(get(item, "points")), words_of(item, "what"));
  cJSON_ArrayForEach(item, get(brief, "lines")) {
    if (!cJSON_IsTrue(get(item, "in_force"))) continue;
    ply_text_addf(out, "  red line%s%s: ", words_of(item, "name")[0] != '\0' ? " " : "",
                  words_of(item, "name"));
    if (!cJSON_IsTrue(get(item, "stay_out")))
      ply_text_add(out, "you may not accept a deal if ");
    else if (words_of(item, "from")[0] != '\0')
      ply_text_addf(out, "you may not stand at %s or above if ", words_of(item, "from"));
    else
      ply_text_add(out, "you may not join if ");
    ply_text_addf(out, "%s\n", words_of(item, "when"));
  }
}

void ply_play_tell_brief(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  bool moves = s->course.mode == PLY_MODE_SIMULTANEOUS;
  ply_text json;
  ply_text_init(&json);
  ply_class_view_brief(s, play->role, &json);
  cJSON *brief = json.data != NULL ? cJSON_Parse(json.data) : NULL;
  const cJSON *row;
  ply_text_addf(out, "You are %s. %s\n", words_of(brief, "name"), words_of(brief, "story"));
  if (moves)
    ply_text_add(out, "Each makes a move, and nobody sees it until all have. Your points:\n");
  else
    ply_text_addf(out, "Points by option (no deal gives you %d):\n", number_of(get(brief, "no_deal")));
  cJSON_ArrayForEach(row, get(brief, "issues")) tell_issue(s, row, out);
  tell_besides(s, brief, out);
  cJSON_Delete(brief);
  out->failed |= json.failed;
  ply_text_done(&json);
}

/* ---- rounds ---- */

/* A role's own part of a bundle. */
static void tell_move(const ply_class_session *s, int role, uint64_t bundle, ply_text *out) {
  int options[PLY_CLASS_ROLES], levels[PLY_CLASS_ROLES];
  const char *between = "";
  parley_game_unpack(s->game, bundle, options, levels);
  if (parley_game_actor_at(s->game, role).candidate) {
    ply_text_add(out, parley_game_level_at(s->game, levels[role]).name);
    between = ", ";
  }
  for (int k = 0; k < s->shape.n_issues; k++) {
    if (s->course.owner[k] != role) continue;
    ply_text_addf(out, "%s%s", between, parley_game_option_at(s->game, k, options[k]).name);
    between = ", ";
  }
}

void ply_play_tell_round(const parley_class_play *play, int number, ply_text *out) {
  const ply_class_session *s = &play->session;
  int points[PLY_CLASS_ROLES];
  uint64_t bundle;
  if (s->course.mode == PLY_MODE_OFFERS) {
    ply_text_addf(out, "Round %d is over without a deal: of your gain %.0f %% is left.\n", number + 1,
                  100 * ply_class_course_left(&s->course, play->role, number + 1));
    return;
  }
  if (!ply_class_met(s, 0, play->role, 0, number, &bundle, NULL) || !ply_class_points_all(s, bundle, points))
    return;
  ply_text_addf(out, "Round %d: ", number + 1);
  for (int r = 0; r < s->shape.n_actors; r++) {
    if ((s->state.playable >> r & 1) == 0) continue;
    ply_text_addf(out, "%s: ", actor_name(s, r));
    tell_move(s, r, bundle, out);
    ply_text_add(out, "; ");
  }
  ply_text_addf(out, "you get %d, %d in all.\n", points[play->role],
                ply_class_total(s, 0, play->role, 0, NULL));
}

/* ---- lines ---- */

void ply_play_wrap(const char *text, ply_text *out) {
  enum { WIDTH = 78 };
  while (*text != '\0') {
    size_t length = strcspn(text, "\n"), indent = strspn(text, " "), at = 0, column = 0;
    while (at < length) {
      size_t word = at;
      while (word < length && text[word] == ' ') word++;
      size_t end = word, letters = 0;
      for (; end < length && text[end] != ' '; end++) letters += ((unsigned char)text[end] & 0xC0) != 0x80;
      if (column > indent && column + (word - at) + letters > WIDTH) {
        ply_text_addf(out, "\n%*s", (int)indent + 2, "");
        column = indent + 2;
      } else {
        ply_text_add_n(out, text + at, word - at);
        column += word - at;
      }
      ply_text_add_n(out, text + word, end - word);
      column += letters;
      at = end;
    }
    text += length;
    if (*text == '\n') {
      ply_text_add(out, "\n");
      text++;
    }
  }
}

void ply_play_tell_help(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  if (s->course.mode == PLY_MODE_SIMULTANEOUS) {
    uint64_t moves[64];
    int n = ply_class_moves_of(s, play->role, moves, 64);
    ply_text_add(out, "brief                     your instructions and points\n"
                      "move NAME                 your move of this round; nobody sees it before its own\n"
                      "wait                      let the time of the round pass: your last move again\n"
                      "quit                      leave the game\nYour moves:\n");
    for (int m = 0; m < n; m++) {
      ply_text_add(out, "  move ");
      tell_move(s, play->role, moves[m], out);
      ply_text_add(out, "\n");
    }
    return;
  }
  if (s->course.mode == PLY_MODE_OFFERS)
    ply_text_add(out, "One offer a round, in turn; a round without a yes costs.\n");
  ply_text_add(out, "table                     the proposals on the table\n"
                    "brief                     your instructions and points\n"
                    "try ISSUE=OPTION,...      what a deal would give you; ACTOR=LEVEL for who joins\n"
                    "propose ISSUE=OPTION,...  put it on the table; what you leave out stays as in the\n"
                    "                          proposal named first (propose #3 clock=h24) or first option\n"
                    "accept N, reject N        vote on proposal N\n"
                    "withdraw N                take your proposal back\n"
                    "wait                      let the others move; in rounds: let the round pass\n"
                    "quit                      leave the talks: no deal\n");
  if (s->shape.n_levels > 0) {
    ply_text_add(out, "levels:");
    for (int l = 0; l < s->shape.n_levels; l++)
      ply_text_addf(out, " %s", parley_game_level_at(s->game, l).id);
    ply_text_add(out, "\n");
  }
}

static void tell_totals(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  int n = 0;
  ply_text_add(out, "\nThe rounds are over.\n");
  for (int r = 0; r < s->shape.n_actors; r++)
    if ((s->state.playable >> r & 1) != 0) {
      int total = ply_class_total(s, 0, r, 0, &n);
      ply_text_addf(out, "  %-20s %4d points, %.2f a round\n", actor_name(s, r), total,
                    n > 0 ? (double)total / n : 0.0);
    }
  ply_text_add(out, "parley game shows the equilibria of one round.\n"
                    "The payoffs are the assumptions of the scenario's author.\n");
}

void ply_play_tell_end(const parley_class_play *play, ply_text *out) {
  const ply_class_session *s = &play->session;
  const ply_class_end *end = &s->state.tables[0].end[0];
  if (s->course.mode == PLY_MODE_SIMULTANEOUS) {
    tell_totals(play, out);
    return;
  }
  int points[PLY_CLASS_ROLES];
  bool deal = end->status == PLY_TABLE_DEAL && ply_class_points_of(s, end->proposal, points);
  ply_text_add(out,
               deal ? "\nThere is a deal.\n" : "\nThere is no deal: everybody gets its value of no deal.\n");
  if (deal) ply_play_tell_proposal(play, end->proposal, out);
  for (int i = 0; i < s->shape.n_actors; i++)
    ply_text_addf(out, "  %-20s %4d points, no deal %4d, gain %+d\n", actor_name(s, i),
                  deal ? points[i] : s->scales[i].no_deal, s->scales[i].no_deal,
                  deal ? points[i] - s->scales[i].no_deal : 0);
  const ply_class_found *found = ply_class_session_known(s);
  for (int d = 0; found != NULL && d < found->n_deals; d++) {
    const ply_class_deal *best = &found->deals[d];
    if (!ply_class_found_first(found, d) || !ply_class_points_all(s, best->bundle, points)) continue;
    ply_class_found_names(found, d, out);
    ply_text_addf(out, " would give you %d: ", points[play->role]);
    ply_class_deal_words(s, best->bundle, out);
    ply_text_add(out, "\n");
  }
  ply_text_add(out, "The payoffs are the assumptions of the scenario's author.\n");
}
