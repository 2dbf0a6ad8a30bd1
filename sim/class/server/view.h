/* What leaves the server: views of a session as JSON, each for one kind of reader. The one rule: before the
 * reveal a view holds no number of a role's payoffs but those of the role that asks. Private to this room. */
#ifndef PLY_CLASS_SERVER_VIEW_H
#define PLY_CLASS_SERVER_VIEW_H

#include "sim/base/json_write.h"
#include "sim/class/session/session.h"

/* Who was there lately: when each person last asked for something, and a clock to compare with. seen_ms:
 * [n_people]. */
typedef struct ply_class_presence {
  const int64_t *seen_ms;
  int64_t now_ms;
  unsigned char (*from)[16]; /* [n_people] where from, for the teacher; or NULL */
} ply_class_presence;
enum { PLY_CLASS_AWAY_MS = 6000 };

struct cJSON;

/* A network address as people write it, "192.168.0.7"; out: [46]. */
void ply_class_address(const unsigned char address[16], char *out);
/* Names only: actors, issues, options, levels, rules, who must consent. The same for everybody. */
void ply_class_view_game(const ply_class_session *session, ply_text *out);
/* The role's own instructions: story, points of each option and level, no-deal value, red lines, bonuses,
 * stakes. */
void ply_class_view_brief(const ply_class_session *session, int role, ply_text *out);
/* One person's view: its table, own points only (all roles' once they are revealed). */
void ply_class_view_student(const ply_class_session *session, const ply_class_presence *presence, int person,
                            ply_text *out);
/* Stage, clock, who is there, all tables' proposals and votes. No points before the reveal. */
void ply_class_view_public(const ply_class_session *session, const ply_class_presence *presence,
                           ply_text *out);
/* The public view with people, codes and messages. join_url: where people come in. */
void ply_class_view_teacher(const ply_class_session *session, const ply_class_presence *presence,
                            const char *join_url, ply_text *out);
/* What the form says of a bundle to one role: own points, the rule that it breaks, the red line that forbids
 * it. */
void ply_class_view_points(const ply_class_session *session, int table, int role, uint64_t bundle,
                           ply_text *out);
/* The step of the debrief that is shown, with its numbers. */
void ply_class_view_debrief(const ply_class_session *session, ply_text *out);

/* ---- parts: values, or members of an object that is open ---- */

void ply_class_write_game(ply_json *json, const char *key, const ply_class_session *session);
void ply_class_write_brief(ply_json *json, const ply_class_session *session, int role);
/* The addresses from which several people sit here: "crowds". */
void ply_class_write_crowds(ply_json *json, const ply_class_session *session,
                            const ply_class_presence *presence);
/* What people answered before and after, without saying who: numbers in order of size, how many named each
 * role, how many changed their number. */
void ply_class_write_answers(ply_json *json, const char *key, const ply_class_session *session);
/* The debrief's steps 4 to 6: "plot", "prediction", "better". */
void ply_class_write_plot(ply_json *json, const ply_class_session *session);
void ply_class_write_prediction(ply_json *json, const ply_class_session *session);
void ply_class_write_better(ply_json *json, const ply_class_session *session);
/* Of a game of moves: what was chosen round by round ("moves"), and the game of one round as another game than the
 * session's has it. */
void ply_class_write_moves(ply_json *json, const ply_class_session *session);
void ply_class_write_round(ply_json *json, const char *key, const ply_class_session *session,
                           parley_game *game);

void ply_class_write_bundle(ply_json *json, const ply_class_session *session, uint64_t bundle); /* members */
void ply_class_write_roles(ply_json *json, const char *key, uint64_t roles);                    /* [0,3,5] */
void ply_class_write_count(ply_json *json, const char *key, double count); /* a string: ply_class_count */
void ply_class_count(double count, ply_text *out); /* 385,470; past 2^53 "about 4.17e15" */
/* A number with the digits of a printf format of one double. */
void ply_class_write_figure(ply_json *json, const char *key, const char *format, double value);
/* A string, "" for NULL. */
static inline void ply_class_write_text(ply_json *json, const char *key, const char *text) {
  ply_json_string(json, key, text != NULL ? text : "");
}

/* ---- words for conditions ---- */

/* A condition of the scenario file in words: "Mechanism is A or B, and at least 3 of ... at aid or above".
 * when: an object of the merged file, a cJSON. */
void ply_class_words_when(const ply_class_session *session, const struct cJSON *when, ply_text *out);
/* An entry of a payoff table, "Mechanism is Article 5 and Poland stands at aid": over names issues and candidates, at[k]
 * is the entry of the k-th of them (its key an option or a level). */
void ply_class_words_entry(const ply_class_session *session, const struct cJSON *over,
                           const struct cJSON *const *at, int n, ply_text *out);

#endif
