/* Pieces of JSON that results and explanations share. Private to sim/render. */
#ifndef PLY_RENDER_JSON_PARTS_H
#define PLY_RENDER_JSON_PARTS_H

#include "sim/base/json_write.h"
#include "sim/result/result.h"

/* "parley": {"version", "format"} and "scenario": {id, title, question, digest, red_lines, grades}. */
void ply_json_frame(ply_json *json, const char *version, const ply_frame *frame);

/* "frame": actors, issues, levels and red lines with their names, consents, reservations. */
void ply_json_names(ply_json *json, const ply_frame *frame);

/* "verdict": the statements of the verdict, in words. */
void ply_json_verdict(ply_json *json, const ply_result *result);

/* "cloud": columns of indices (strings), flags (1 sustained, 2 stable, 4 efficient) and payoffs rounded to
 * 1e-6; nothing where it was not asked for. */
void ply_json_cloud(ply_json *json, const ply_frame *frame, const ply_cloud *cloud);

/* Fields "index", "options" (derived ones too), "members" (who is out is left away), "payoffs" of every
 * actor. */
void ply_json_bundle(ply_json *json, const ply_frame *frame, const ply_bundle *bundle);

/* {actor: level id}, members only. */
void ply_json_members(ply_json *json, const char *key, const ply_frame *frame, const uint8_t *levels);

/* {actor: number} of every actor, or of candidates only. */
void ply_json_by_actor(ply_json *json, const char *key, const ply_frame *frame, const double *values,
                       bool candidates);

/* {"actor", "to", "gain"}, or null where nobody gains. */
void ply_json_move(ply_json *json, const char *key, const ply_frame *frame, ply_move move);

/* One number that turns an answer: pointer, kind, from, stay, turn, its range; null for NULL. */
void ply_json_switching(ply_json *json, const char *key, const ply_switching_value *switching);

/* "short", "together", "openers": who is short of a yes at the nearest miss, and by which numbers; nothing where it was
 * not asked. */
void ply_json_opening(ply_json *json, const ply_frame *frame, const ply_opening *opening);

/* The deterrence figures of a bundle. */
void ply_json_security(ply_json *json, const char *key, const ply_frame *frame,
                       const ply_design_security *security);

/* "outcome": ... */
void ply_json_outcome(ply_json *json, ply_outcome outcome);

/* The answers of questions that are told by their fields, each under its name. */
void ply_json_answers(ply_json *json, const ply_result *result);

/* A count, or where it is not exact the two numbers that it lies between. */
void ply_json_range(ply_json *json, const char *key, ply_count count);

#endif
