-- The request that made a change, when it is recorded as a trace: consumers link what they make of the event to it. Null costs nothing: other columns of a new row are null anyway.
alter table outbox add column trace_parent text;
comment on column outbox.trace_parent is 'W3C traceparent of the recorded request that made the change; null when it is not recorded.';
