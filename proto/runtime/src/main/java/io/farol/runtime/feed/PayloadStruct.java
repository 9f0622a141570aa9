package io.farol.runtime.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Turns the jsonb of a payload into a protobuf Struct and back. A Struct's numbers are doubles: whole numbers are exact up to 2^53 either way; larger ones travel as text.
 * Decimals are text in payloads from the start.
 */
final class PayloadStruct {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long EXACT = 1L << 53;
    private static final Value NULL =
            Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
    private static final Value TRUE = Value.newBuilder().setBoolValue(true).build();
    private static final Value FALSE = Value.newBuilder().setBoolValue(false).build();

    private PayloadStruct() {}

    static Struct of(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return object(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Struct struct) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        struct.getFieldsMap().forEach((name, value) -> object.set(name, json(value)));
        return object;
    }

    private static Struct object(JsonParser parser) throws IOException {
        Struct.Builder object = Struct.newBuilder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            object.putFields(name, value(parser, parser.nextToken()));
        }
        return object.build();
    }

    private static Value value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> NULL;
            case VALUE_TRUE -> TRUE;
            case VALUE_FALSE -> FALSE;
            case VALUE_STRING -> text(parser.getText());
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT ->
                Value.newBuilder().setNumberValue(parser.getDoubleValue()).build();
            case START_OBJECT ->
                Value.newBuilder().setStructValue(object(parser)).build();
            case START_ARRAY -> {
                ListValue.Builder list = ListValue.newBuilder();
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    list.addValues(value(parser, item));
                }
                yield Value.newBuilder().setListValue(list).build();
            }
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("jsonb is always well formed");
        };
    }

    private static Value whole(JsonParser parser) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || Math.abs(parser.getLongValue()) > EXACT) {
            return text(parser.getText());
        }
        return Value.newBuilder().setNumberValue(parser.getLongValue()).build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static JsonNode json(Value value) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> NullNode.getInstance();
            case BOOL_VALUE -> BooleanNode.valueOf(value.getBoolValue());
            case STRING_VALUE -> TextNode.valueOf(value.getStringValue());
            case NUMBER_VALUE -> number(value.getNumberValue());
            case STRUCT_VALUE -> json(value.getStructValue());
            case LIST_VALUE -> {
                ArrayNode list =
                        JsonNodeFactory.instance.arrayNode(value.getListValue().getValuesCount());
                value.getListValue().getValuesList().forEach(item -> list.add(json(item)));
                yield list;
            }
        };
    }

    private static JsonNode number(double number) {
        long whole = (long) number;
        return whole == number && Math.abs(whole) <= EXACT ? LongNode.valueOf(whole) : DoubleNode.valueOf(number);
    }
}
