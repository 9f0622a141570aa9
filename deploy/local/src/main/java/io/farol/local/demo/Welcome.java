package io.farol.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.local.FarolApi;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Works on the onboardings that the newest customers' contracts have opened, until some stand in each phase: who has been here for longest is furthest. */
final class Welcome {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PHASES = List.of("TRIAGE", "SCHEDULING", "TRAINING", "FIRST_VALUE", "DELIVERY");

    /** Where onboardings are to stand, the oldest customers' first; as many as there are share them out. */
    private enum Target {
        COMPLETED,
        COMPLETED_TOO,
        DELIVERY,
        DELIVERY_TOO,
        FIRST_VALUE,
        FIRST_VALUE_TOO,
        TRAINING,
        TRAINING_TOO,
        PAUSED,
        SCHEDULING,
        SCHEDULING_TOO,
        TRIAGE;

        private boolean isCompleted() {
            return this == COMPLETED || this == COMPLETED_TOO;
        }

        private boolean hasFirstValue() {
            return ordinal() <= DELIVERY_TOO.ordinal();
        }

        private int phase() {
            return switch (this) {
                case COMPLETED, COMPLETED_TOO, DELIVERY, DELIVERY_TOO -> 4;
                case FIRST_VALUE, FIRST_VALUE_TOO -> 3;
                case TRAINING, TRAINING_TOO, PAUSED -> 2;
                case SCHEDULING, SCHEDULING_TOO -> 1;
                case TRIAGE -> 0;
            };
        }
    }

    private static final List<String> GUIDES = List.of("Rui Lima", "Marina Castro", "Paulo Teixeira");
    private static final List<String> GOALS = List.of(
            "Fechar o mês em dois dias",
            "Responder propostas no mesmo dia",
            "Reduzir o retrabalho da equipe pela metade");

    private final FarolApi leader;
    private final String position;

    /**
     * Who leads them.
     *
     * @param leader since the customers have several CSMs, and each writes his own only
     * @param position in the feed of accounts-service that onboarding-service has to have followed
     */
    Welcome(FarolApi leader, String position) {
        this.leader = leader;
        this.position = position;
    }

    String work(Portfolio portfolio, LocalDate today) {
        leader.awaitFollowed("/v1/onboardings/board?by=PHASE", position);
        Map<String, JsonNode> opened = new HashMap<>();
        leader.list("/v1/onboardings").stream()
                .filter(one -> one.path("kind").asText().equals("FIRST"))
                .forEach(one -> opened.put(one.path("accountId").asText(), one));
        Map<String, JsonNode> accounts = Demo.byExternalId(leader, "/v1/accounts");
        List<Customer> customers = portfolio.newest().stream()
                .filter(customer -> opened.containsKey(
                        accounts.get(customer.externalId()).path("id").asText()))
                .toList();
        for (int i = 0; i < customers.size(); i++) {
            Target target = Target.values()[i * Target.values().length / customers.size()];
            JsonNode account = accounts.get(customers.get(i).externalId());
            lead(opened.get(account.path("id").asText()), customers.get(i), target, i, today);
        }
        return customers.size() + " onboardings in all phases";
    }

    private void lead(JsonNode onboarding, Customer customer, Target target, int turn, LocalDate today) {
        boolean isUntouched = onboarding.path("state").asText().equals("IN_PROGRESS")
                && onboarding.path("phase").asText().equals("TRIAGE");
        if (!isUntouched || target == Target.TRIAGE) {
            return;
        }
        String path = "/v1/onboardings/" + onboarding.path("id").asText();
        leader.patch(path, details(customer, target, turn, today).toString(), etag(path))
                .expect(200);
        session(path, "KICKOFF", "Kickoff com a diretoria", customer, target.phase() >= 1, today);
        session(path, "TRAINING", "Treinamento dos usuários", customer, target.phase() >= 2, today);
        if (target.hasFirstValue()) {
            ObjectNode evidence = JSON.createObjectNode()
                    .put("evidencedOn", firstValueOn(customer, turn, today).toString())
                    .put("kind", turn % 2 == 0 ? "CLIENT_CONFIRMED" : "USAGE_THRESHOLD")
                    .put(
                            "evidence",
                            turn % 2 == 0
                                    ? "Cliente confirmou o primeiro fechamento na plataforma"
                                    : "Oito em cada dez usuários ativos na semana");
            post(path, "/first-values", evidence);
            leader.await(path, one -> one.path("activationState").asText().equals("DONE")); // a new version of it, too
        }
        post(path, "/phase-changes", JSON.createObjectNode().put("toPhase", PHASES.get(target.phase())));
        if (target.isCompleted()) {
            post(path, "/completions", JSON.createObjectNode());
        } else if (target == Target.PAUSED) {
            post(path, "/pauses", JSON.createObjectNode().put("reason", "Cliente em fechamento anual"));
        }
    }

    /** All that the phases up to the target ask for. */
    private static ObjectNode details(Customer customer, Target target, int turn, LocalDate today) {
        ObjectNode details = JSON.createObjectNode()
                .put("ownerName", GUIDES.get(turn % GUIDES.size()))
                .put("model", customer.company().employees() > 250 ? "HIGH_TOUCH" : "HYBRID")
                .put("teamKind", "OWN")
                .put("isPaid", false)
                .put("playbookName", "Implantação em 45 dias")
                .put("firstValueMilestone", "Primeiro fechamento mensal feito na plataforma");
        details.putObject("handOver")
                .put("sellerName", customer.company().seller())
                .put("promisedOutcomes", GOALS.get(turn % GOALS.size()));
        details.putObject("triage").put("decision", "ACCEPT");
        details.putArray("goals")
                .addObject()
                .put("text", GOALS.get(turn % GOALS.size()))
                .put("measure", "dias")
                .put("target", "2");
        details.putArray("team").addObject().put("role", "ONBOARDING").put("name", GUIDES.get(turn % GUIDES.size()));
        ObjectNode plan =
                details.putObject("plan").put("goLiveOn", today.plusDays(20).toString());
        plan.putObject("firstValue").put("endsOn", today.plusDays(14).toString());
        if (target.phase() >= 2) {
            ObjectNode training = details.putObject("training")
                    .put("usersToTrain", 20)
                    .put("usersTrained", target.phase() > 2 ? 18 : 9);
            if (target.phase() > 2) {
                training.put("csatAskedOn", today.minusDays(1).toString());
            }
        }
        if (target.phase() >= 4) {
            details.putArray("checklist")
                    .addObject()
                    .put("text", "Documentação entregue ao CSM")
                    .put("isDone", target.isCompleted());
            details.putArray("lockInFactors")
                    .addObject()
                    .put("kind", "INTEGRATION")
                    .put("text", "Pedidos chegam do ERP pela integração");
        }
        if (target.isCompleted()) {
            details.putObject("delivery")
                    .put("csmAcceptedOn", today.toString())
                    .put("clientToldOn", today.toString())
                    .put("cesAskedOn", today.toString());
        }
        return details;
    }

    /** @param isOver whether it lies in the past and has been held */
    private void session(String path, String kind, String title, Customer customer, boolean isOver, LocalDate today) {
        LocalDate on = isOver ? customer.since().isBefore(today) ? today.minusDays(1) : today : today.plusDays(5);
        ObjectNode session = JSON.createObjectNode()
                .put("kind", kind)
                .put("title", title)
                .put("isMandatory", true)
                .put("startsAt", on + "T13:00:00Z")
                .put("durationMinutes", 60)
                .put("isConfirmed", true)
                .put("isHeld", isOver);
        if (isOver) {
            session.put("invitedCount", 12).put("attendedCount", 10);
        }
        post(path, "/sessions", session);
    }

    /** Two to four weeks after the signature, and no later than today. */
    private static LocalDate firstValueOn(Customer customer, int turn, LocalDate today) {
        LocalDate on = customer.since().plusDays(14L + 3 * (turn % 5));
        return on.isAfter(today) ? today : on;
    }

    private void post(String onboarding, String list, ObjectNode body) {
        leader.post(
                        onboarding + list,
                        body.toString(),
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "If-Match",
                                etag(onboarding),
                                "Idempotency-Key",
                                "demo" + onboarding + list + body.path("kind").asText()))
                .expect(201);
    }

    private String etag(String path) {
        return leader.get(path).expect(200).header("ETag");
    }
}
