/* A small game and sessions over it for the tests of the classroom: five actors, one of them without a say, a
 * quorum, a candidate, a red line, a rule. */
#ifndef PARLEY_TESTS_CLASS_FIXTURE_H
#define PARLEY_TESTS_CLASS_FIXTURE_H

#include "sim/class/session/session.h"

/* When the fixture's lessons begin. */
#define T0 INT64_C(1700000000000)

enum { NORTH, SOUTH, EAST, WEST, ISLE }; /* actors */
enum { PRICE, BORDER };                  /* issues */
enum { LOW, MIDDLE, HIGH };              /* options of price */
enum { OPEN, SHUT };                     /* options of border */

/* The text of class_harbour.json. The caller frees. */
char *class_scenario(void);

/* A plan of one table, bots on, short clocks: read 10 s, talk 100 s, again 50 s, a bot thinks every second.
 */
ply_class_plan class_plan(int n_tables);

/* A running session; log_path NULL for none. Aborts the test on failure. */
void class_start(ply_class_session *session, int n_tables, const char *log_path, int64_t now_ms);

/* The same with five people in their seats and the talks open from T0 + 2. */
void class_talks(ply_class_session *session, const char *log_path);

/* The call works; it is refused with these words. */
void class_good(ply_status status, const ply_err *err);
void class_refused(ply_status status, const ply_err *err, const char *words);

/* A bundle of the fixture: isle: 0 out, 1 in. */
uint64_t class_bundle(const ply_class_session *session, int price, int border, int isle);

/* Everything of a state that play can see, as text. The caller frees. */
char *class_dump(const ply_class_state *state);

/* A file name in a fresh folder; the caller frees. */
char *class_temporary(const char *name);

#endif
