package io.farol.metrics.catalogue;

import io.farol.metrics.catalogue.MetricAnswer.MetricPoint;
import io.farol.metrics.catalogue.MetricResource.MetricDefinition;
import io.farol.metrics.retelling.DiscountTreatment;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.LogoTreatment;
import io.farol.metrics.retelling.Retelling.Told;
import io.farol.metrics.retelling.Retellings;
import io.farol.metrics.retelling.TaxTreatment;
import io.farol.metrics.statement.Flows;
import io.farol.metrics.statement.StatementFormula;
import io.farol.metrics.statement.Statements;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.FigurePolicy;
import io.farol.metrics.viewpoint.GroupLabels;
import io.farol.metrics.viewpoint.Populations;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import io.farol.runtime.error.Language;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.feed.SourceFreshness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers series of metrics. */
@ApplicationScoped
class Metrics {
    private final Statements statements;
    private final FactRepository repository;
    private final WindowRepository windows;
    private final LifeRepository lives;
    private final ScheduledRepository scheduled;
    private final FrozenRepository frozen;
    private final TicketRepository tickets;
    private final ContractRepository contracts;
    private final Populations populations;
    private final OnboardingFacts onboardings;
    private final Retellings retellings;
    private final GroupLabels labels;
    private final Viewpoints viewpoints;

    Metrics(
            Statements statements,
            FactRepository repository,
            WindowRepository windows,
            LifeRepository lives,
            ScheduledRepository scheduled,
            FrozenRepository frozen,
            TicketRepository tickets,
            ContractRepository contracts,
            Populations populations,
            OnboardingFacts onboardings,
            Retellings retellings,
            GroupLabels labels,
            Viewpoints viewpoints) {
        this.statements = statements;
        this.repository = repository;
        this.windows = windows;
        this.lives = lives;
        this.scheduled = scheduled;
        this.frozen = frozen;
        this.tickets = tickets;
        this.contracts = contracts;
        this.populations = populations;
        this.onboardings = onboardings;
        this.retellings = retellings;
        this.labels = labels;
        this.viewpoints = viewpoints;
    }

    /** The catalogue as the tenant has its figures told. */
    @Transactional
    List<MetricDefinition> definitions() {
        FigurePolicy policy = viewpoints.at(null, null).policy();
        return MetricCatalogue.all().stream()
                .map(metric -> MetricDefinition.of(metric, policy))
                .toList();
    }

    @Transactional
    MetricAnswer answer(MetricQuestion asked, Language language) {
        Viewpoint viewpoint = viewpoints.at(asked.asOf(), asked.knownAt());
        MetricQuestion question = asked.under(viewpoint.policy());
        Statements.checkPoints(question.periods().size(), 1);
        Scope scope = Scope.of(viewpoint, question);
        Facts facts = facts(scope, question);
        Statements.checkPoints(question.periods().size(), facts.groupCount());
        List<String> groups = new ArrayList<>();
        facts.groups().forEach(groups::add);
        List<Long> unconverted = unconverted(question, scope);
        return new MetricAnswer(
                question.metric().key(),
                question.metric().unit(),
                question.convention(),
                question.formula().grossMargin(),
                question.freeze() == FreezeTreatment.ZERO ? null : question.freeze(),
                question.conventions().fx() == FxTreatment.AT_START
                        ? null
                        : question.conventions().fx(),
                question.conventions().logo() == LogoTreatment.ACCOUNT
                        ? null
                        : question.conventions().logo(),
                question.conventions().discount() == DiscountTreatment.SUBTRACTED
                        ? null
                        : question.conventions().discount(),
                question.conventions().taxes() == TaxTreatment.INCLUDED
                        ? null
                        : question.conventions().taxes(),
                question.window(),
                viewpoint.currency().getCurrencyCode(),
                viewpoint.asOf(),
                viewpoint.knownAt(),
                question.groupBy() == null ? List.of() : labels.of(viewpoint, question.groupBy(), groups, language),
                series(question, scope, facts, groups, unconverted.subList(1, unconverted.size())),
                unconverted.getFirst(),
                freshness(question.metric(), viewpoint, question.knownAt()));
    }

    /** Of the ledger's source, whose accounts and groups every answer speaks of, and of the metric's own. @param knownAt as the question names it */
    List<SourceFreshness> freshness(Metric metric, Viewpoint viewpoint, @Nullable Instant knownAt) {
        FeedSource own = FeedSource.ofLabel(metric.source()).orElseThrow();
        if (own == FeedSource.ACCOUNTS) {
            return viewpoint.freshness();
        }
        List<SourceFreshness> sources = new ArrayList<>(viewpoint.freshness());
        sources.add(viewpoints.freshness(own, viewpoint, knownAt));
        return List.copyOf(sources);
    }

    /** @param unconverted lines without an exchange rate in each period, of all groups */
    private List<MetricPoint> series(
            MetricQuestion question, Scope scope, Facts facts, List<String> groups, List<Long> unconverted) {
        List<MetricPoint> series = new ArrayList<>();
        for (int i = 0; i < question.periods().size(); i++) {
            Period period = question.periods().get(i);
            long lines = question.groupBy() == null ? unconverted.get(i) : 0;
            for (String group : groups) {
                Figure figure = question.formula().of(facts.of(group, period.last()));
                Figure complete =
                        lines > 0 ? figure.excluding(figure.excluded() + lines).flagged("UNCONVERTED_LINES") : figure;
                for (String flag : flags(period, scope.viewpoint())) {
                    complete = complete.flagged(flag);
                }
                series.add(MetricAnswer.point(
                        scope.viewpoint(),
                        question.metric(),
                        question.formula(),
                        period,
                        question.groupBy() == null ? null : group,
                        complete));
            }
        }
        return series;
    }

    /** Numbers of lines without an exchange rate: in all periods together with their windows, then in each. */
    List<Long> unconverted(MetricQuestion question, Scope scope) {
        if (question.metric().needs().contains(Need.ONBOARDINGS)) {
            return Collections.nCopies(question.periods().size() + 1, 0L);
        }
        List<Statements.MonthSpan> spans = new ArrayList<>();
        spans.add(new Statements.MonthSpan(scope.start(question.periods().getFirst()) + 1, scope.last()));
        question.periods()
                .forEach(period -> spans.add(new Statements.MonthSpan(scope.start(period) + 1, period.last())));
        return statements.unconvertedLines(scope.viewpoint(), scope.filter(), spans);
    }

    private static List<String> flags(Period period, Viewpoint viewpoint) {
        return io.farol.metrics.viewpoint.Months.flags(period.first(), period.last(), viewpoint.asOf());
    }

    /** All that the question's formula looks at; inside a transaction. */
    Facts facts(Scope scope, MetricQuestion question) {
        Facts facts = new Facts(scope, StatementFormula.noneLast(Dimension.NONE));
        Set<Need> needs = question.needs();
        needs.removeIf(need -> !need.serves(question.formula()));
        boolean isFromCells = Statements.isFromCells(scope.filter(), scope.groupBy());
        boolean hasWindows = needs.contains(Need.WINDOW) && !scope.isByLines() && isFromCells;
        boolean areFlowsTold = isFromCells || scope.groupBy() != null || !areEnough(needs, question.formula());
        if (areFlowsTold) {
            putFlows(scope, facts, hasWindows ? scope.window() : 0);
        } else {
            question.periods().forEach(period -> facts.of("", period.last()));
        }
        if (hasWindows) {
            needs.remove(Need.WINDOW);
        }
        if (needs.remove(Need.FROZEN) && hasWindows) {
            frozen.fromCells(scope, facts);
        }
        if (isFromCells && needs.remove(Need.LIVES)) {
            lives.fromCells(scope, facts);
        }
        boolean isSpreadFromCells = scope.filter().isAll() && scope.groupBy() == null && needs.remove(Need.SPREAD);
        if (scope.filter().isAll() && scope.groupBy() == null) {
            if (needs.remove(Need.CONTRACTS)) {
                contracts.fromCells(scope, facts);
            }
            if (needs.remove(Need.SCHEDULED)) {
                scheduled.fromCells(scope, facts);
            }
        }
        List<Told> told = retellings
                .of(scope.viewpoint(), question.conventions(), scope.filter())
                .told(scope.filter(), scope.groupBy());
        if (needs.contains(Need.SPREAD)) {
            facts.addToldTickets(told);
        }
        if (!needs.isEmpty()) {
            read(scope.lookedUp(populations), needs, question.formula(), facts);
        }
        facts.addTold(told, needs.contains(Need.SPREAD) ? Need.SPREAD.columns() : Set.of());
        if (Need.LIVES.serves(question.formula())) {
            facts.addToldLives(told);
        }
        if (isSpreadFromCells) {
            tickets.fromCells(scope, facts, told);
        }
        return facts;
    }

    private static boolean areEnough(Set<Need> needs, Formula formula) {
        return formula.columns().stream().allMatch(column -> needs.stream()
                .anyMatch(need -> need.columns().contains(column)));
    }

    private void putFlows(Scope scope, Facts facts, int window) {
        Viewpoint viewpoint = scope.viewpoint();
        @Nullable Dimension groupBy = scope.groupBy();
        boolean needsTotal = groupBy == null || scope.filter().isAll();
        Flows total = needsTotal
                ? statements.total(viewpoint, scope.filter(), scope.first(), scope.last(), window)
                : new Flows(scope.first(), scope.last());
        if (groupBy == null) {
            facts.putFlows("", total, window > 0);
        } else {
            statements
                    .groups(viewpoint, scope.filter(), groupBy, total, scope.first(), scope.last(), window)
                    .forEach((group, flows) -> facts.putFlows(group, flows, window > 0));
        }
    }

    private void read(Scope scope, Set<Need> needs, Formula formula, Facts facts) {
        for (Need need : needs) {
            switch (need) {
                case WINDOW -> windows.read(scope, formula, facts);
                case FROZEN -> {
                    // told by the windows
                }
                case SUSPENDED -> repository.suspended(scope, facts);
                case SPREAD -> tickets.read(scope, facts);
                case LIVES -> lives.byAccount(scope, facts);
                case CONTRACTS -> contracts.read(scope, formula, facts);
                case SCHEDULED -> scheduled.byLine(scope, facts);
                case ONBOARDINGS -> onboardings.read(scope, facts);
            }
        }
    }
}
