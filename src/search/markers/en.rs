//! How English texts go on, ask and agree.

use super::{Markers, Writing};

pub(super) const MARKERS: Markers = Markers {
    writing: Writing::Words,
    few: 3,
    leads: "and|and what about|what about|how about|and how about|but|ok and|okay and|ok but|so|also|or|then|and then|\
            what if|and if|and what if|same for|even|in that case",
    tails: "then|too|as well|instead",
    pointers: "it|its|that|this|they|them|these|those|there|one|ones|thats",
    generic: "long|take|takes|taking|cost|costs|price|prices|expensive|free|far|soon|fast|often|work|works|explain|\
              mean|means|happen|happens|happened|online|possible|detail|details|example|show|exactly|details|much|\
              charge|extra|long|big|old|new|good|mind|understand|further|information|info|elaborate|sorry|money|time",
    asks: "how|what|whats|when|where|wheres|which|who|whos|whose|why|can|could|do|does|did|is|are|am|was|will|would|\
           should|may|must|have|has|shall|need to know|tell me|let me know|i want to know|i would like to know|\
           i d like to know|id like to know|please tell|please explain|explain|i would also like to know|i d also like to know|i also want to know|i m wondering|im wondering|i wonder",
    joins: "and|also|and also|besides|besides that|plus|another question|one more thing|second|secondly|i also want|\
            i also need|i would also like|as well as|then|furthermore|additionally|by the way",
    courtesies: "hi|hello|hey|hi there|hello there|good morning|good afternoon|good evening|dear team|thanks|\
                 thank you|thank you very much|thanks a lot|thanks in advance|many thanks|thank you in advance|\
                 thanks for your help|kind regards|best regards|regards|best wishes|cheers|bye|goodbye|\
                 hope you can help|i have a question|i have two questions|two things|two questions|\
                 quick question|great|perfect",
    yes: "yes|yeah|yep|yup|sure|ok|okay|k|alright|all right|fine|right|exactly|yes please|ok great|ok thanks|got it|\
          i see|understood|ok cool|cool|good|of course|okay great",
    several: "both|both of them|both please|yes both|all|all of them|all three|either|any|any of them|yes|yeah|yep|yup|yes please|ok|okay|sure|k|ok please|sure please",
    no: "no|nope|nah|not really|no thanks|not that|neither|none of these|none of them|none",
    places: [
        "first|1st|1|one|number one|number 1|option 1|top",
        "second|2nd|2|two|number two|number 2|option 2|middle",
        "third|3rd|3|three|number three|number 3|option 3",
        "last|bottom",
    ],
    fillers: "the|one|please|option|number|i|mean|meant|that|its|it|this|id|take|a|answer|question|no",
    sides: [
        ("how much|price|expensive|charge|cost|costs|free", "cost price"),
        ("how long|how soon|how fast|how many days", "long time take"),
        ("where", "where address"),
    ],
};
