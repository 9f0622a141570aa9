-- Accent- and case-blind search and order (?q= and names): what people type and what is stored are folded by the same function.
create extension if not exists unaccent;

create function farol_fold(text) returns text
    language sql immutable parallel safe strict
    return lower(unaccent('unaccent'::regdictionary, $1));

comment on function farol_fold(text) is 'Lower case without accents. For generated columns behind ?q= and sorting by name; declared immutable because the dictionary never changes.';
