/* The plan of a session as a file, random seat codes and tokens, whole files. Private to this room. */
#ifndef PLY_CLASS_SESSION_PLAN_H
#define PLY_CLASS_SESSION_PLAN_H

#include "sim/class/session/session.h"

enum { PLY_CLASS_TOKEN = 32 /* hex digits: 128 bits */ };

/* How long the stages of a session of so many minutes are: 45, 75 or 120; others in proportion. */
void ply_class_plan_times(ply_class_plan *plan);

/* Whether bots can go by a strategy ("": the usual ones). PARLEY_E_USAGE with a did-you-mean. */
parley_status ply_class_strategy_check(const parley_game *game, const char *strategy, parley_error *error);
/* Draws a code for every seat. PLY_E_SYSTEM without random numbers. */
ply_status ply_class_plan_codes(ply_class_plan *plan, const parley_game *game, ply_err *err);

/* session.json and back. The scenario's digest, where given, must be the one in the file: PLY_E_INPUT. */
void ply_class_plan_write(const ply_class_plan *plan, const parley_scenario *scenario,
                          const parley_game *game, ply_text *out);
ply_status ply_class_plan_read(const char *text, const parley_scenario *scenario, const parley_game *game,
                               ply_class_plan *plan, ply_err *err);

/* A seat code with its dash, "K7MQ-4PXY". out: [10]. */
void ply_class_code_text(const char *code, char out[PLY_CLASS_CODE + 2]);

/* A fresh token of 128 bits from the system's generator, as hex digits and a NUL. */
ply_status ply_class_token_new(char token[PLY_CLASS_TOKEN + 1], ply_err *err);

/* ---- files of a session's folder ---- */

/* A whole file as text, at most 64 MiB; the caller frees it. PLY_E_SYSTEM; missing is no error with optional:
 * *text NULL. */
ply_status ply_class_file_read(const char *folder, const char *name, bool optional, char **text,
                               ply_err *err);

/* Writes a whole file through one beside it that takes its name when it is on the disk, mode 0600: every file here
 * tells something that a class is not to read. */
ply_status ply_class_file_write(const char *folder, const char *name, const char *text, ply_err *err);

#endif
