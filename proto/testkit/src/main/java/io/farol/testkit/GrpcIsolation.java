package io.farol.testkit;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.RequestInfo;
import com.google.rpc.Status;
import io.farol.runtime.id.UuidV7;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The isolation matrix of the gRPC door: every unary method × every field that is named like an id, of the request and of the messages that its example holds. */
final class GrpcIsolation {
    private final Map<String, Function<String, Made>> factories;
    private final Map<String, String> typesOfFields;

    /** @param typesOfFields type of id by field name, where the name without {@code _id} is not it */
    GrpcIsolation(Map<String, Function<String, Made>> factories, Map<String, String> typesOfFields) {
        this.factories = factories;
        this.typesOfFields = typesOfFields;
    }

    /** The places of ids in a request, each as the fields that lead to it. */
    static List<List<FieldDescriptor>> slots(Message example) {
        List<List<FieldDescriptor>> slots = new ArrayList<>();
        collect(example, List.of(), slots);
        return slots;
    }

    private static void collect(Message message, List<FieldDescriptor> path, List<List<FieldDescriptor>> slots) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            List<FieldDescriptor> here = new ArrayList<>(path);
            here.add(field);
            boolean isChosen = field.getRealContainingOneof() == null || message.hasField(field);
            if (isId(field) && isChosen) {
                slots.add(here);
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !field.isRepeated()
                    && message.hasField(field)) {
                collect((Message) message.getField(field), here, slots);
            }
        }
    }

    private static boolean isId(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.STRING
                && field.getName().matches(".*_ids?");
    }

    /** What is wrong with a method in one place; empty when it keeps the tenants apart. */
    <Q> Optional<String> fault(MethodDescriptor<Q, ?> method, Message example, List<FieldDescriptor> slot) {
        Map<String, String> ids = own(example);
        String token = IsolationMatrix.everything(IsolationMatrix.OWN);
        String ref = ref(slot.getLast());
        String foreignId =
                make(ref, IsolationMatrix.everything(IsolationMatrix.OTHER)).id();
        String unknownId = UuidV7.next().toString();
        Map<String, String> before = TenantRows.settled(ServiceUnderTest.DATABASE, IsolationMatrix.OTHER);
        String foreign =
                answer(method, request(example, ids, slot, foreignId), token).replace(foreignId, "<id>");
        Map<String, String> after = TenantRows.of(ServiceUnderTest.DATABASE, IsolationMatrix.OTHER);
        String unknown =
                answer(method, request(example, ids, slot, unknownId), token).replace(unknownId, "<id>");
        String control = answer(method, request(example, ids, null, ""), token);
        if (!before.equals(after)) {
            return Optional.of("it changed the other tenant's rows in " + TenantRows.difference(before, after));
        }
        if (!foreign.equals(unknown) || foreign.startsWith("PERMISSION_DENIED")) {
            return Optional.of("another tenant's id: " + foreign + "\nan unknown one: " + unknown);
        }
        return control.startsWith("OK") ? Optional.empty() : Optional.of("the control with own ids failed: " + control);
    }

    private Map<String, String> own(Message example) {
        Map<String, String> ids = new java.util.HashMap<>();
        for (List<FieldDescriptor> slot : slots(example).reversed()) {
            String ref = ref(slot.getLast());
            if (!ids.containsKey(ref)) {
                Made made = make(ref, IsolationMatrix.everything(IsolationMatrix.OWN));
                ids.put(ref, made.id());
                made.parents().forEach(ids::putIfAbsent);
            }
        }
        return ids;
    }

    private Message request(
            Message example, Map<String, String> ids, @Nullable List<FieldDescriptor> tested, String testedId) {
        Message.Builder request = example.toBuilder();
        for (List<FieldDescriptor> slot : slots(example)) {
            set(request, slot, 0, slot.equals(tested) ? testedId : String.valueOf(ids.get(ref(slot.getLast()))));
        }
        FieldDescriptor key = example.getDescriptorForType().findFieldByName("request_key");
        if (key != null) {
            request.setField(key, "k-" + UuidV7.next());
        }
        return request.build();
    }

    private static void set(Message.Builder message, List<FieldDescriptor> path, int step, String id) {
        FieldDescriptor field = path.get(step);
        if (step < path.size() - 1) {
            set(message.getFieldBuilder(field), path, step + 1, id);
        } else if (field.isRepeated()) {
            message.clearField(field);
            message.addRepeatedField(field, id);
        } else {
            message.setField(field, id);
        }
    }

    private static <Q> String answer(MethodDescriptor<Q, ?> method, Message request, String token) {
        try {
            Q typed = method.parseRequest(request.toByteString().newInput());
            Object answer = ClientCalls.blockingUnaryCall(
                    GrpcDoor.as(token), method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), typed);
            return "OK " + answer;
        } catch (StatusRuntimeException e) {
            Status.Builder status = Status.newBuilder(
                    java.util.Objects.requireNonNullElse(StatusProto.fromThrowable(e), Status.getDefaultInstance()));
            List<Any> details = status.getDetailsList().stream()
                    .filter(d -> !d.is(RequestInfo.class))
                    .toList();
            StringBuilder words = new StringBuilder(e.getStatus().getCode() + " " + status.getMessage());
            details.forEach(detail -> words.append(' ')
                    .append(detail.getTypeUrl())
                    .append(' ')
                    .append(detail.getValue().toStringUtf8()));
            return words.toString();
        }
    }

    private String ref(FieldDescriptor field) {
        return typesOfFields.getOrDefault(
                field.getName(), field.getName().replaceAll("_ids?$", "").replace('_', '-'));
    }

    private Made make(String ref, String as) {
        Function<String, Made> factory = factories.get(ref);
        if (factory == null) {
            throw new AssertionError("no factory makes a thing for the id type " + ref);
        }
        return factory.apply(as);
    }
}
