package io.farol.metrics.catalogue;

import io.farol.metrics.catalogue.MetricAnswer.MetricGroup;
import io.farol.metrics.catalogue.MetricAnswer.MetricPoint;
import io.farol.metrics.statement.Flows;
import io.farol.metrics.statement.StatementFormula;
import io.farol.metrics.statement.Statements;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import io.farol.runtime.error.Language;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.feed.SourceFreshness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers series of metrics. */
@ApplicationScoped
class Metrics {
    private final Statements statements;
    private final FactRepository repository;
    private final OnboardingFacts onboardings;
    private final GroupLabels labels;
    private final Viewpoints viewpoints;

    Metrics(
            Statements statements,
            FactRepository repository,
            OnboardingFacts onboardings,
            GroupLabels labels,
            Viewpoints viewpoints) {
        this.statements = statements;
        this.repository = repository;
        this.onboardings = onboardings;
        this.labels = labels;
        this.viewpoints = viewpoints;
    }

    @Transactional
    MetricAnswer answer(MetricQuestion question, Language language) {
        Viewpoint viewpoint = viewpoints.at(question.asOf(), question.knownAt());
        Statements.checkPoints(question.periods().size(), 1);
        Scope scope =
                new Scope(viewpoint, question.filter(), question.groupBy(), question.periods(), question.window());
        Facts facts = facts(scope, question.needs());
        Statements.checkPoints(question.periods().size(), facts.groupCount());
        List<String> groups = new ArrayList<>();
        facts.groups().forEach(groups::add);
        return new MetricAnswer(
                question.metric().key(),
                question.metric().unit(),
                question.convention(),
                question.freeze() == FreezeTreatment.ZERO ? null : question.freeze(),
                question.window(),
                viewpoint.currency().getCurrencyCode(),
                viewpoint.asOf(),
                viewpoint.knownAt(),
                question.groupBy() == null ? List.of() : labels(viewpoint, question.groupBy(), groups, language),
                series(question, scope, facts, groups),
                freshness(question, viewpoint));
    }

    /** Of the ledger's source, whose accounts and groups every answer speaks of, and of the metric's own. */
    private List<SourceFreshness> freshness(MetricQuestion question, Viewpoint viewpoint) {
        FeedSource own = FeedSource.ofLabel(question.metric().source()).orElseThrow();
        if (own == FeedSource.ACCOUNTS) {
            return viewpoint.freshness();
        }
        List<SourceFreshness> sources = new ArrayList<>(viewpoint.freshness());
        sources.add(viewpoints.freshness(own, viewpoint, question.knownAt()));
        return List.copyOf(sources);
    }

    private List<MetricPoint> series(MetricQuestion question, Scope scope, Facts facts, List<String> groups) {
        List<MetricPoint> series = new ArrayList<>();
        for (Period period : question.periods()) {
            long unconverted =
                    question.groupBy() == null && !question.metric().needs().contains(Need.ONBOARDINGS)
                            ? statements.unconvertedLines(
                                    scope.viewpoint(), scope.filter(), scope.start(period) + 1, period.last())
                            : 0;
            for (String group : groups) {
                Figure figure = question.formula().of(facts.of(group, period.last()));
                Figure complete = unconverted > 0
                        ? figure.excluding(figure.excluded() + unconverted).flagged("UNCONVERTED_LINES")
                        : figure;
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

    private static List<String> flags(Period period, Viewpoint viewpoint) {
        return io.farol.metrics.viewpoint.Months.flags(period.first(), period.last(), viewpoint.asOf());
    }

    private List<MetricGroup> labels(Viewpoint viewpoint, Dimension groupBy, List<String> groups, Language language) {
        return groups.stream()
                .map(key -> new MetricGroup(key, labels.of(viewpoint, groupBy, key, language)))
                .toList();
    }

    private Facts facts(Scope scope, Set<Need> needs) {
        Facts facts = new Facts(scope, StatementFormula.noneLast(Dimension.NONE));
        boolean isFromCells = needs.contains(Need.WINDOW)
                && !scope.isByLines()
                && Statements.isFromCells(scope.filter(), scope.groupBy());
        int window = isFromCells ? scope.window() : 0;
        Flows total = statements.total(scope.viewpoint(), scope.filter(), scope.first(), scope.last(), window);
        @Nullable Dimension groupBy = scope.groupBy();
        if (groupBy == null) {
            facts.putFlows("", total, isFromCells);
        } else {
            statements
                    .groups(scope.viewpoint(), scope.filter(), groupBy, total, scope.first(), scope.last(), window)
                    .forEach((group, flows) -> facts.putFlows(group, flows, isFromCells));
        }
        if (needs.contains(Need.WINDOW) && scope.isByLines()) {
            repository.windowsByLines(scope, facts);
        } else if (needs.contains(Need.WINDOW) && !isFromCells) {
            facts.putWindows(repository.windowSteps(scope));
        }
        read(scope, needs, facts);
        return facts;
    }

    private void read(Scope scope, Set<Need> needs, Facts facts) {
        for (Need need : needs) {
            switch (need) {
                case WINDOW -> {}
                case FROZEN -> repository.frozen(scope, facts);
                case SUSPENDED -> repository.suspended(scope, facts);
                case SPREAD -> repository.spread(scope, facts);
                case LIVES -> repository.lives(scope, facts);
                case CONTRACTS -> repository.contracts(scope, facts);
                case SCHEDULED -> repository.scheduled(scope, facts);
                case ONBOARDINGS -> onboardings.read(scope, facts);
            }
        }
    }
}
