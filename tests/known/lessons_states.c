/* Ukraine 2022 and its variants: what each file says it teaches. The numbers follow from assumed ones. */
#include "tests/known/lessons.h"

#define IS(x)    (x) - 1e-9, (x) + 1e-9 /* exactly */
#define ABOUT(x) (x) - 0.0005, (x) + 0.0005
#define YES      1, 1
#define NO       0, 0

const char lessons_name[] = "known/lessons_states";

const lesson lessons[] = {
    /* Red lines never enlarge the set; the line against permanent members costs most. */
    {"istanbul-redlines", "", "acceptable/count", IS(294)},
    {"istanbul-redlines", "--red-lines uk/r-uk,france/r-fr,germany/r-de,israel/r-il", "acceptable/count",
     IS(16700)},
    {"istanbul-redlines", "--red-lines russia/r-ru5,uk/r-uk,france/r-fr,israel/r-il", "acceptable/count",
     IS(726)},
    {"istanbul-redlines", "--red-lines none", "acceptable/count", IS(31870)},
    /* With that line gone, the German reading is what counts; the other lines change nothing. */
    {"istanbul-redlines", "--red-lines uk/r-uk,france/r-fr,israel/r-il", "acceptable/count", IS(31869)},
    {"istanbul-redlines", "--red-lines uk/r-uk-alone,france/r-fr,germany/r-de,israel/r-il",
     "acceptable/count", IS(16700)},
    /* The French condition on the army, in either direction: nothing turns while Russia's line keeps France
       out; without that line each direction costs its own part. */
    {"istanbul-redlines",
     "--red-lines russia/r-ru5,uk/r-uk,france/r-fr,germany/r-de,israel/r-il,france/r-fr-army-limits",
     "acceptable/count", IS(294)},
    {"istanbul-redlines",
     "--red-lines russia/r-ru5,uk/r-uk,france/r-fr,germany/r-de,israel/r-il,france/r-fr-army-strong",
     "acceptable/count", IS(294)},
    {"istanbul-redlines", "--red-lines uk/r-uk,france/r-fr,germany/r-de,israel/r-il,france/r-fr-army-limits",
     "acceptable/count", IS(12145)},
    {"istanbul-redlines", "--red-lines uk/r-uk,france/r-fr,germany/r-de,israel/r-il,france/r-fr-army-strong",
     "acceptable/count", IS(15232)},
    /* Russia inside: credibility falls with the rule, and under unanimity no design deters. */
    {"russia-inside", "", "designs/each/security/credibility", ABOUT(0.9449)},
    {"russia-inside", "", "designs/joint/security/credibility", ABOUT(0.7893)},
    {"russia-inside", "", "designs/unanimity/security/credibility", IS(0)},
    {"russia-inside", "", "designs/unanimity/margins/russia", ABOUT(-0.005)},
    {"russia-inside", "", "designs/each/margins/russia", ABOUT(-0.102)},
    {"russia-inside", "", "designs/unanimity/margins/ukraine", ABOUT(-0.087)},
    {"russia-inside", "--set /designs=null --set /rules/russia-inside/then/rule=each", "acceptable/count",
     IS(5003)},
    {"russia-inside", "--set /designs=null --set /rules/russia-inside/then/rule=unan", "acceptable/count",
     IS(0)},
    {"russia-inside",
     "--set /designs=null --set /rules/russia-inside/then/rule=unan --red-lines "
     "uk/r-uk,france/r-fr,germany/r-de,israel/r-il",
     "acceptable/count", IS(0)},
    /* Without permanent members it turns on Germany. */
    {"no-p5", "", "acceptable/count", IS(294)},
    {"no-p5", "", "designs/willing/margins/ukraine", ABOUT(0.055)},
    {"no-p5", "", "designs/willing/margins/poland", ABOUT(-0.024)},
    {"no-p5", "", "designs/with-germany/acceptable", YES},
    {"no-p5", "--red-lines uk/r-uk,france/r-fr,israel/r-il", "acceptable/count", IS(726)},
    /* Ukraine gains with speed; from 72 to 24 hours the guarantors lose. */
    {"clock-sweep", "", "designs/d30/margins/ukraine", ABOUT(0.033)},
    {"clock-sweep", "", "designs/h72/margins/ukraine", ABOUT(0.306)},
    {"clock-sweep", "", "designs/h24/margins/ukraine", ABOUT(0.32)},
    {"clock-sweep", "", "designs/d30/security/attack", ABOUT(0.4195)},
    {"clock-sweep", "", "designs/h72/security/attack", ABOUT(0.0749)},
    {"clock-sweep", "", "designs/h24/security/attack", ABOUT(0.0609)},
    {"clock-sweep", "", "designs/h72/margins/us", ABOUT(-0.12)},
    {"clock-sweep", "", "designs/h24/margins/us", ABOUT(-0.124)},
    {"clock-sweep", "", "designs/h72/margins/france", ABOUT(-0.071)},
    {"clock-sweep", "", "designs/h24/margins/france", ABOUT(-0.075)},
    {"clock-sweep", "", "designs/h72/margins/germany", ABOUT(-0.012)},
    {"clock-sweep", "", "designs/h24/margins/germany", ABOUT(-0.014)},
    {"clock-sweep", "", "acceptable/count", IS(0)},
    {"clock-sweep", "--set /security/decay_hours=96", "designs/h72/margins/us", ABOUT(-0.133)},
    {"clock-sweep", "--set /security/decay_hours=96", "designs/h24/margins/us", ABOUT(-0.127)},
    {"clock-sweep", "--set /security/delay_hours/values/open=24", "designs/open/security/attack",
     ABOUT(0.0609)},
    /* Ukraine accepts the French reading on the plain score only. */
    {"no-mechanism", "", "acceptable/count", IS(16667)},
    {"no-mechanism", "", "designs/french/margins/ukraine", ABOUT(-0.021)},
    {"no-mechanism", "", "designs/french/margins/france", ABOUT(0.261)},
    {"no-mechanism", "", "designs/french-strong/margins/russia", ABOUT(-0.069)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "acceptable/count", IS(128628)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "designs/french/margins/ukraine", ABOUT(0.113)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "designs/german/margins/ukraine", ABOUT(0.054)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "designs/paper/margins/ukraine", ABOUT(0.053)},
    /* One vote of six moves credibility little; pledges that hang on it fall together. */
    {"istanbul-ratify", "", "designs/sure/security/credibility", ABOUT(0.825)},
    {"istanbul-ratify", "", "designs/without-us/security/credibility", ABOUT(0.784)},
    {"istanbul-ratify", "--set /security/ratification/chance/us=0.1", "designs/sure/security/credibility",
     ABOUT(0.797)},
    {"istanbul-ratify", "--set /security/ratification/chance/us=0.6", "designs/sure/security/credibility",
     ABOUT(0.8478)},
    {"istanbul-ratify",
     "--red-lines "
     "uk/r-uk,france/r-fr,germany/r-de,israel/r-il,uk/r-uk-us,france/r-france-us,germany/r-germany-us,turkey/"
     "r-turkey-us,poland/r-poland-us,canada/r-canada-us,israel/r-israel-us",
     "acceptable/count", IS(331)},
    /* Dropping Russia's consent enlarges the acceptable set. */
    {"without-moscow", "", "acceptable/count", IS(28555)},
    {"without-moscow", "", "designs/agreements/margins/ukraine", ABOUT(-0.104)},
    {"without-moscow", "", "designs/compact/margins/us", ABOUT(-0.008)},
    {"without-moscow", "", "designs/reassurance/acceptable", NO},
    {"without-moscow", "--set /actors/russia/consent=required", "acceptable/count", IS(34)},
    {"without-moscow", "--red-lines uk/r-uk,france/r-fr,israel/r-il", "designs/reassurance/acceptable", YES},
    /* The veto costs more than the army. */
    {"april-2022", "", "designs/russian/security/credibility", IS(0)},
    {"april-2022", "", "designs/veto-only/security/credibility", IS(0)},
    {"april-2022", "", "designs/veto-only/margins/ukraine", ABOUT(-0.123)},
    {"april-2022", "", "designs/russian/margins/ukraine", ABOUT(-0.168)},
    {"april-2022", "", "designs/army-only/margins/ukraine", ABOUT(0.193)},
    {"april-2022", "", "designs/army-only/margins/russia", -0.002, -0.0001},
    {"april-2022", "", "designs/ukrainian/margins/us", -1, -0.1},
    {"april-2022", "--set /actors/russia/reservation=0.49", "designs/army-only/margins/russia", 0, 0.02},
    /* The Budapest form: credibility 0 in every round, and Ukraine refuses; the veto undoes the duty. */
    {"budapest-replay", "", "designs/y1994/security/credibility", IS(0)},
    {"budapest-replay", "", "designs/y2014/security/credibility", IS(0)},
    {"budapest-replay", "", "designs/y2022/security/credibility", IS(0)},
    {"budapest-replay", "", "designs/y1994/security/attack", ABOUT(0.508)},
    {"budapest-replay", "", "designs/y1994/margins/ukraine", ABOUT(-0.239)},
    {"budapest-replay", "", "designs/y1994/acceptable", NO},
    {"budapest-replay", "", "designs/aid-1994/security/credibility", ABOUT(0.1628)},
    {"budapest-replay", "", "designs/aid-2014/security/credibility", ABOUT(0.0688)},
    {"budapest-replay", "", "designs/aid-2022/security/credibility", IS(0)},
    {"budapest-replay", "", "designs/guarantee-1994/security/credibility", ABOUT(0.2196)},
    {"budapest-replay", "", "designs/veto-1994/security/credibility", IS(0)},
    {"budapest-replay", "", "acceptable/count", IS(0)},
    {0}};
