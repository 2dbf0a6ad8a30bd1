/* The flagship's variants, second version of its model: what each file says it teaches. The numbers follow from
 * assumed ones. */
#include "tests/known/lessons.h"

#define IS(x)    (x) - 1e-9, (x) + 1e-9 /* exactly */
#define ABOUT(x) (x) - 0.0005, (x) + 0.0005
#define YES      1, 1
#define NO       0, 0
#define SEED     "uk/r-uk,france/r-fr,germany/r-de,israel/r-il" /* all lines of istanbul-redlines but Russia's */

const char lessons_name[] = "known/lessons_states";

const lesson lessons[] = {
    /* With every line nothing is left, by a hair; Russia's line alone opens anything. */
    {"istanbul-redlines", "", "acceptable/count", IS(0)},
    {"istanbul-redlines", "", "slack/value", -0.00235, -0.00225},
    {"istanbul-redlines", "--red-lines " SEED, "acceptable/count", IS(84)},
    {"istanbul-redlines", "--red-lines russia/r-ru5,uk/r-uk,france/r-fr,israel/r-il", "acceptable/count",
     IS(0)},
    {"istanbul-redlines", "--red-lines none", "acceptable/count", IS(130)},
    /* With that line gone, the German reading counts; the other lines, by label, change nothing. */
    {"istanbul-redlines", "--red-lines uk/r-uk,france/r-fr,israel/r-il", "acceptable/count", IS(130)},
    {"istanbul-redlines", "--red-lines france/r-fr,germany/r-de,israel/r-il", "acceptable/count", IS(84)},
    {"istanbul-redlines", "--red-lines uk/r-uk-alone,france/r-fr,germany/r-de,israel/r-il",
     "acceptable/count", IS(84)},
    /* The French condition on the army, in either direction. */
    {"istanbul-redlines", "--red-lines " SEED ",france/r-fr-army-limits", "acceptable/count", IS(43)},
    {"istanbul-redlines", "--red-lines " SEED ",france/r-fr-army-strong", "acceptable/count", IS(84)},
    /* Read by substance, or without own forces, the lines close everything. */
    {"istanbul-redlines", "--red-lines " SEED ",france/r-fr-substance,uk/r-uk-substance", "acceptable/count",
     IS(0)},
    {"istanbul-redlines",
     "--red-lines " SEED ",us/r-us-forces,uk/r-uk-forces,france/r-fr-forces,germany/r-de-forces",
     "acceptable/count", IS(0)},
    /* Russia inside: credibility falls with the rule, and under unanimity no design deters. */
    {"russia-inside", "", "designs/each/security/credibility", ABOUT(0.8785)},
    {"russia-inside", "", "designs/joint/security/credibility", ABOUT(0.6119)},
    {"russia-inside", "", "designs/unanimity/security/credibility", IS(0)},
    {"russia-inside", "", "designs/unanimity/margins/russia", ABOUT(-0.005)},
    {"russia-inside", "", "designs/each/margins/russia", ABOUT(-0.100)},
    {"russia-inside", "", "designs/unanimity/margins/ukraine", ABOUT(-0.157)},
    {"russia-inside", "--set /designs=null --set /rules/russia-inside/then/rule=each", "acceptable/count",
     IS(82)},
    {"russia-inside", "--set /designs=null --set /rules/russia-inside/then/rule=joint", "acceptable/count",
     IS(0)},
    {"russia-inside", "--set /designs=null --set /rules/russia-inside/then/rule=unan", "acceptable/count",
     IS(0)},
    {"russia-inside", "--set /designs=null --set /rules/russia-inside/then/rule=unan --red-lines " SEED,
     "acceptable/count", IS(0)},
    /* Without permanent members: a near miss, and Germany is not what closes it. */
    {"no-p5", "", "acceptable/count", IS(0)},
    {"no-p5", "", "slack/value", -0.00235, -0.00225},
    {"no-p5", "", "designs/willing/margins/ukraine", ABOUT(-0.017)},
    {"no-p5", "", "designs/with-germany/margins/ukraine", ABOUT(-0.025)},
    {"no-p5", "", "designs/with-germany/margins/poland", ABOUT(-0.0135)},
    {"no-p5", "--reading germany-on-board", "acceptable/count", IS(0)},
    {"no-p5", "--reading independent", "acceptable/count", IS(1)},
    {"no-p5", "--reading coordination", "acceptable/count", IS(36)},
    {"no-p5", "--reading mean", "acceptable/count", IS(16)},
    {"no-p5", "--set /actors/russia/reservation=0.48", "acceptable/count", IS(1)},
    /* Ukraine gains with speed; from 72 to 24 hours the guarantors lose. */
    {"clock-sweep", "", "designs/d30/margins/ukraine", ABOUT(-0.030)},
    {"clock-sweep", "", "designs/h72/margins/ukraine", ABOUT(0.267)},
    {"clock-sweep", "", "designs/h24/margins/ukraine", ABOUT(0.286)},
    {"clock-sweep", "", "designs/d30/security/attack", ABOUT(0.4324)},
    {"clock-sweep", "", "designs/h72/security/attack", ABOUT(0.1326)},
    {"clock-sweep", "", "designs/h24/security/attack", ABOUT(0.1171)},
    {"clock-sweep", "", "designs/h72/margins/us", ABOUT(-0.1359)},
    {"clock-sweep", "", "designs/h24/margins/us", ABOUT(-0.1394)},
    {"clock-sweep", "", "designs/h72/margins/france", ABOUT(-0.0907)},
    {"clock-sweep", "", "designs/h24/margins/france", ABOUT(-0.0932)},
    {"clock-sweep", "", "designs/h72/margins/germany", -0.0319, -0.0315},
    {"clock-sweep", "", "designs/h24/margins/germany", -0.0324, -0.0320},
    {"clock-sweep", "", "acceptable/count", IS(0)},
    {"clock-sweep", "--set /security/decay_hours=96", "designs/h72/margins/us", ABOUT(-0.149)},
    {"clock-sweep", "--set /security/decay_hours=96", "designs/h24/margins/us", ABOUT(-0.143)},
    {"clock-sweep", "--set /security/decay_hours=96", "designs/h72/margins/ukraine", ABOUT(0.2333)},
    {"clock-sweep", "--set /security/decay_hours=96", "designs/h24/margins/ukraine", ABOUT(0.2771)},
    {"clock-sweep", "--set /security/delay_hours/values/open=24", "designs/open/security/attack",
     ABOUT(0.1171)},
    /* Ukraine accepts the French reading on the plain score only, and the German one not even then. */
    {"no-mechanism", "", "acceptable/count", IS(84)},
    {"no-mechanism", "", "designs/french/margins/ukraine", ABOUT(-0.130)},
    {"no-mechanism", "", "designs/french/margins/france", ABOUT(0.236)},
    {"no-mechanism", "", "designs/french-strong/margins/russia", ABOUT(-0.060)},
    {"no-mechanism", "", "designs/french-strong/margins/us", ABOUT(-0.038)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "acceptable/count", IS(54433)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "stable/count", IS(487)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "designs/french/margins/ukraine", ABOUT(0.050)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "designs/german/margins/ukraine", ABOUT(-0.021)},
    {"no-mechanism", "--set /actors/ukraine/scaled=null", "designs/paper/margins/ukraine", ABOUT(-0.026)},
    /* One vote of six moves credibility little; refusals that come together take it down. */
    {"istanbul-ratify", "", "designs/sure/security/credibility", ABOUT(0.6785)},
    {"istanbul-ratify", "", "acceptable/count", IS(21)},
    {"istanbul-ratify", "--set /security/ratification/chance/us=0.1", "designs/sure/security/credibility",
     ABOUT(0.652)},
    {"istanbul-ratify", "--set /security/ratification/chance/us=0.6", "designs/sure/security/credibility",
     ABOUT(0.703)},
    {"istanbul-ratify", "--set /security/common_shock=0", "designs/sure/security/credibility", ABOUT(0.7357)},
    {"istanbul-ratify", "--set /security/common_shock=0", "acceptable/count", IS(91)},
    {"istanbul-ratify", "--set /security/common_shock=0.8", "designs/sure/security/credibility",
     ABOUT(0.561)},
    {"istanbul-ratify", "--set /security/common_shock=0.8", "acceptable/count", IS(0)},
    {"istanbul-ratify", "--set /security/common_shock=1", "designs/sure/security/credibility", ABOUT(0.506)},
    /* Dropping Russia's consent enlarges the acceptable set. */
    {"without-moscow", "", "acceptable/count", IS(206)},
    {"without-moscow", "", "designs/agreements/margins/ukraine", ABOUT(-0.178)},
    {"without-moscow", "", "designs/compact/margins/us", ABOUT(-0.018)},
    {"without-moscow", "", "designs/compact/margins/ukraine", ABOUT(-0.025)},
    {"without-moscow", "", "designs/reassurance/margins/uk", ABOUT(-0.021)},
    {"without-moscow", "", "designs/reassurance/acceptable", NO},
    {"without-moscow", "--set /actors/russia/consent=required", "acceptable/count", IS(0)},
    {"without-moscow", "--reading germany-on-board", "acceptable/count", IS(1314)},
    {"without-moscow", "--reading germany-on-board", "designs/reassurance/acceptable", NO},
    /* The veto costs more than the army; the two agree on one half, and the guarantors do not. */
    {"april-2022", "", "designs/russian/security/credibility", IS(0)},
    {"april-2022", "", "designs/veto-only/security/credibility", IS(0)},
    {"april-2022", "", "designs/veto-only/margins/ukraine", ABOUT(-0.209)},
    {"april-2022", "", "designs/russian/margins/ukraine", ABOUT(-0.295)},
    {"april-2022", "", "designs/army-only/margins/ukraine", ABOUT(0.114)},
    {"april-2022", "", "designs/army-only/margins/russia", ABOUT(0.007)},
    {"april-2022", "", "designs/army-only/margins/turkey", ABOUT(-0.029)},
    {"april-2022", "", "designs/ukrainian/margins/us", -1, -0.1},
    {"april-2022", "", "acceptable/count", IS(0)},
    {0}};
