package io.farol.local.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The deals of a portfolio, as they are imported from the CRM that was used before: behind each growth of the last year stands the deal that was won, beside them those that are being worked on, were lost or
 * dismissed. Made from the portfolio alone: the same input gives the same bytes.
 */
final class DealBook {
    private static final List<String> OWNERS = List.of("Ana Souza", "Luís Moreira", "Marina Castro", "Paulo Teixeira");
    private static final List<String> WIN_REASONS = List.of(
            "RELATIONSHIP", "PRODUCT_FIT", "RETURN_ON_INVESTMENT", "TIMING", "PRICE|RELATIONSHIP", "TIMING|URGENCY");
    private static final List<String> LOSS_REASONS = List.of(
            "NO_BUDGET", "WRONG_TIMING", "DECISION_MAKER_NOT_ENGAGED", "COMPETITOR", "PRICE", "NO_BUDGET|WRONG_TIMING");
    private static final List<String> LOSS_NOTES = List.of(
            "Orçamento congelado até o próximo ano",
            "A diretoria preferiu esperar a troca de ERP",
            "Concorrente ofereceu doze meses sem reajuste",
            "O patrocinador deixou a empresa");
    private static final List<String> DISMISSALS = List.of(
            "O cliente não confirmou a necessidade", "A equipe que pediu foi desfeita", "Já atendido pelo plano atual");
    private static final List<String> GROWING = List.of(
            "A equipe comercial cresce no próximo trimestre",
            "Abrem uma nova filial ainda este ano",
            "Querem estender o uso à área de atendimento",
            "Usam todas as licenças há três meses");
    private static final List<String> NEXT_STEPS = List.of(
            "Ligar para o diretor financeiro",
            "Enviar a proposta revisada",
            "Agendar demonstração com os gestores",
            "Cobrar retorno por e-mail",
            "Validar o escopo com a TI do cliente");
    /** Weighted: hypotheses come more often than what is about to close. */
    private static final List<String> OPEN_STAGES = List.of(
            "EXPAND_MAP",
            "EXPAND_MAP",
            "EXPAND_MAP",
            "EXPAND_MAP",
            "OPPORTUNITY",
            "OPPORTUNITY",
            "OPPORTUNITY",
            "PROPOSAL",
            "PROPOSAL",
            "NEGOTIATION",
            "NEGOTIATION",
            "FORECAST");

    private final LocalDate today;
    private final Random random;
    private final String prefix;
    private final StringBuilder csv = new StringBuilder(
            "externalId,title,type,stage,accountExternalId,hypothesis,ownerName,expectedMrr,oneOffValue,currency,expectedCloseOn,nextStepText,nextStepOn,openedOn,enteredStageOn,closedOn,reasons,note\n");
    private int count;

    private DealBook(String tenant, LocalDate today) {
        this.today = today;
        this.random = new Random(31L * tenant.hashCode() + 7);
        this.prefix = Portfolio.prefix(tenant);
    }

    /** Body of an import of deals. */
    static String csv(String tenant, Portfolio portfolio, LocalDate today) {
        DealBook book = new DealBook(tenant, today);
        portfolio.customers().forEach(book::add);
        return book.csv.toString();
    }

    private void add(Customer customer) {
        for (Customer.Growth growth : customer.growthFrom(today.minusYears(1))) {
            won(customer, growth);
        }
        List<Line> running = customer.running(today);
        if (!running.isEmpty() && customer.since().plusDays(120).isBefore(today)) {
            double fate = random.nextDouble();
            if (fate < 0.13) {
                open(customer, running);
            } else if (fate < 0.18) {
                closed(customer, running, "LOST");
            } else if (fate < 0.205) {
                closed(customer, running, "DISMISSED");
            }
        }
    }

    private void won(Customer customer, Customer.Growth growth) {
        Subject subject = growth.kind().equals("UPSELL") ? more() : another(growth.product());
        LocalDate openedOn = earliest(customer, growth.on().minusDays(20 + random.nextInt(60)));
        row(
                subject,
                growth.kind(),
                "EXPAND_WON",
                customer,
                growth.mrr(),
                growth.on(),
                null,
                null,
                openedOn,
                growth.on(),
                growth.on(),
                pick(WIN_REASONS),
                null);
    }

    private void open(Customer customer, List<Line> running) {
        String stage = pick(OPEN_STAGES);
        Wanted wanted = wanted(running);
        LocalDate enteredOn = earliest(customer, today.minusDays(1 + random.nextInt(45)));
        LocalDate openedOn = stage.equals("EXPAND_MAP")
                ? enteredOn
                : earliest(customer, enteredOn.minusDays(5 + random.nextInt(40)));
        boolean isEarly = stage.equals("EXPAND_MAP") || stage.equals("OPPORTUNITY");
        row(
                wanted.subject(),
                wanted.type(),
                stage,
                customer,
                wanted.mrr(),
                isEarly ? null : today.plusDays(5 + random.nextInt(60)),
                pick(NEXT_STEPS),
                today.plusDays(random.nextInt(25) - 5),
                openedOn,
                enteredOn,
                null,
                null,
                null);
    }

    private void closed(Customer customer, List<Line> running, String stage) {
        Wanted wanted = wanted(running);
        boolean isLost = stage.equals("LOST");
        LocalDate closedOn = earliest(customer, today.minusDays(3 + random.nextInt(200)));
        LocalDate openedOn = earliest(customer, closedOn.minusDays(10 + random.nextInt(60)));
        row(
                wanted.subject(),
                wanted.type(),
                stage,
                customer,
                wanted.mrr(),
                null,
                null,
                null,
                openedOn,
                closedOn,
                closedOn,
                isLost ? pick(LOSS_REASONS) : null,
                pick(isLost ? LOSS_NOTES : DISMISSALS));
    }

    private record Subject(String title, String hypothesis) {}

    private record Wanted(Subject subject, String type, BigDecimal mrr) {}

    /** More of the platform, or the first add-on that the customer does not have. */
    private Wanted wanted(List<Line> running) {
        Line platform = running.getFirst();
        List<Offer> missing = List.of(Offer.ANALYTICS, Offer.INTEGRATIONS, Offer.PREMIUM_SUPPORT).stream()
                .filter(offer ->
                        running.stream().noneMatch(line -> line.product().equals(offer.code())))
                .toList();
        if (missing.isEmpty() || random.nextBoolean()) {
            BigDecimal share = BigDecimal.valueOf(10 + random.nextInt(31), 2);
            return new Wanted(more(), "UPSELL", platform.mrr().multiply(share).setScale(2, RoundingMode.HALF_UP));
        }
        Offer offer = pick(missing);
        return new Wanted(
                another(offer.code()),
                "CROSS_SELL",
                offer.listPrice().multiply(BigDecimal.valueOf(1 + random.nextInt(4))));
    }

    private Subject more() {
        return new Subject("Mais usuários na plataforma", pick(GROWING));
    }

    private static Subject another(String product) {
        return switch (product) {
            case "ANALYTICS" -> new Subject("Analytics para a diretoria", "Montam os indicadores à mão em planilhas");
            case "INTEGRACOES" -> new Subject("Integração com o ERP", "Digitam os pedidos duas vezes");
            default -> new Subject("Suporte Premium", "Chamados fora do horário comercial dobraram");
        };
    }

    private void row(
            Subject subject,
            String type,
            String stage,
            Customer customer,
            BigDecimal mrr,
            @Nullable LocalDate expectedCloseOn,
            @Nullable String nextStep,
            @Nullable LocalDate nextStepOn,
            LocalDate openedOn,
            LocalDate enteredOn,
            @Nullable LocalDate closedOn,
            @Nullable String reasons,
            @Nullable String note) {
        count++;
        boolean hasProject = type.equals("CROSS_SELL") && random.nextInt(3) == 0;
        Csv.row(
                csv,
                "%s-D%04d".formatted(prefix, count),
                subject.title(),
                type,
                stage,
                customer.externalId(),
                subject.hypothesis(),
                pick(OWNERS),
                mrr,
                hasProject ? "2500.00" : null,
                "BRL",
                expectedCloseOn,
                nextStep,
                nextStepOn,
                openedOn,
                enteredOn,
                closedOn,
                reasons,
                note);
    }

    private static LocalDate earliest(Customer customer, LocalDate wanted) {
        return wanted.isBefore(customer.since()) ? customer.since() : wanted;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
