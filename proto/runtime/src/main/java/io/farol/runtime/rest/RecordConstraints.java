package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** The constraints of request records for doors that read no JSON, such as gRPC: what one door refuses, the other does too, in the same words. */
@ApplicationScoped
public class RecordConstraints {
    private final Constraints constraints;

    RecordConstraints(Validator validator) {
        this.constraints = new Constraints(validator);
    }

    /** The request itself; throws with the faults of all its components. */
    public <T extends Record> T checked(T request) {
        List<Fault> faults = new ArrayList<>();
        for (RecordComponent component : request.getClass().getRecordComponents()) {
            faults.addAll(constraints.check(
                    request.getClass(),
                    component.getName(),
                    RecordShape.read(component, request),
                    "/" + component.getName()));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        return request;
    }
}
