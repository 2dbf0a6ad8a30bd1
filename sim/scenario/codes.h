/* What can be wrong with a scenario or a plan beyond its JSON, each with a stable code. Also
 * what --set and --reading are called in messages, whose one line is the setting itself. */
#ifndef PLY_SCENARIO_CODES_H
#define PLY_SCENARIO_CODES_H

#include "sim/base/json_tree.h"

#define PLY_SCENARIO_PROBLEMS(X)                                                                             \
  X(P012, "`extends` in a circle")                                                                           \
  X(P013, "`extends` too deep or too many files")                                                            \
  X(P014, "`extends` is not possible here")                                                                  \
  X(P015, "--set: a pointer that is none or names nothing")                                                  \
  X(P016, "--set: a value that is not valid JSON")                                                           \
  X(P201, "no such actor")                                                                                   \
  X(P202, "no such issue")                                                                                   \
  X(P203, "no such option of the issue")                                                                     \
  X(P204, "no such level")                                                                                   \
  X(P205, "no such design")                                                                                  \
  X(P207, "an actor that is no candidate where one is asked for")                                            \
  X(P208, "no such red line")                                                                                \
  X(P210, "a derived issue where a free one is asked for")                                                   \
  X(P211, "no such source")                                                                                  \
  X(P212, "no such reading")                                                                                 \
  X(P302, "a triple that is not low <= base <= high")                                                        \
  X(P401, "a design breaks a rule")                                                                          \
  X(P402, "a derived issue for which no option may hold")                                                    \
  X(P403, "a derived issue that looks at a derived issue")                                                   \
  X(P404, "an issue without options")                                                                        \
  X(P405, "candidates without levels")                                                                       \
  X(P406, "the first level is not out with effort 0")                                                        \
  X(P408, "more bundles than a 63-bit index can count")                                                      \
  X(P409, "the security block is missing")                                                                   \
  X(P410, "beneficiary and adversary are one actor")                                                         \
  X(P411, "a quorum that cannot be reached")                                                                 \
  X(P412, "a candidate asked under a condition")                                                             \
  X(P413, "a condition that makes no sense")                                                                 \
  X(P414, "nothing to negotiate")                                                                            \
  X(P415, "talks without an order")                                                                          \
  X(P420, "a plain game that lacks something, or has something beside it that has no place there")           \
  X(P501, "a sweep: a pointer that matches nothing, or a parameter that cannot move so")                     \
  X(P502, "a sweep: an output that is not known")                                                            \
  X(W901, "weights do not sum to 1")                                                                         \
  X(W902, "given but never used")                                                                            \
  X(W903, "citations that name no source")                                                                   \
  X(W904, "consent if_member for an actor that cannot join")                                                 \
  X(W911, "a number that counts far more than all others of its actor")                                      \
  X(W912, "a reservation that no bundle reaches, or that every bundle passes")                               \
  X(W913, "a design that breaks a rule because of a setting")                                                \
  X(W914, "a member that is not asked, and a rule that seems to hold it in")

PLY_SCENARIO_PROBLEMS(PLY_PROBLEM_NAME)

#define SETTING_FILE "--set"
#define READING_FILE "--reading"

#endif
