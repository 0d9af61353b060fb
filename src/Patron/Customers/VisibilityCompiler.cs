using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

/// <summary>The same condition twice: over rows of the database and over the customer base.</summary>
internal sealed record CompiledVisibility(Expression<Func<Customer, bool>> Row, CustomerQuery Base);

/// <summary>
/// Both forms come out of one switch, so that a new kind of condition cannot be added to one of them alone.
/// Every leaf is false, never unknown, for a missing value: only so does a negation mean the same to a database.
/// </summary>
internal static class VisibilityCompiler
{
    private static readonly ParameterExpression Customer = Expression.Parameter(typeof(Customer), "c");

    /// <param name="db">In which the rows' owners are looked up.</param>
    public static CompiledVisibility Compile(Visibility visibility, PatronDb? db)
    {
        var (row, question) = Forms(visibility, db);
        return new(Expression.Lambda<Func<Customer, bool>>(row, Customer), question);
    }

    private static (Expression Row, CustomerQuery Base) Forms(Visibility visibility, PatronDb? db) => visibility switch
    {
        Visibility.AllOf all => Joined(all.Parts, db, Expression.AndAlso, true, parts => new CustomerQuery.All(parts)),
        Visibility.AnyOf any => Joined(any.Parts, db, Expression.OrElse, false, parts => new CustomerQuery.Any(parts)),
        Visibility.Not not => Forms(not.Part, db) is var (row, question) ? (Expression.Not(row), new CustomerQuery.None(question)) : default,
        Visibility.KindIs { Kind: var kind } => (Body(c => c.Kind == kind), new CustomerQuery.CategoryIn(CustomerColumns.Kind, KindWord(kind))),
        Visibility.CountryIn { Countries: var of } => (Body(c => c.Country != null && of.Contains(c.Country)), new CustomerQuery.CategoryIn(CustomerColumns.Country, of)),
        Visibility.LanguageIn { Languages: var of } => (Body(c => c.Language != null && of.Contains(c.Language)), new CustomerQuery.CategoryIn(CustomerColumns.Language, of)),
        Visibility.AcquiredIn { Sources: var of } => (Body(c => c.Acquired != null && of.Contains(c.Acquired)), new CustomerQuery.CategoryIn(CustomerColumns.Acquired, of)),
        Visibility.SinceBetween between => (Since(between), new CustomerQuery.NumberBetween(CustomerColumns.Since, between.From?.DayNumber, between.To?.DayNumber)),
        Visibility.OwnedBy of => (db is null ? Expression.Constant(false) : Owned(of, db), Owned(of)),
        _ => throw new ArgumentException($"No such condition: {visibility}.", nameof(visibility)),
    };

    /// <summary>As the column of owners has it: whom a person set, else whom of several a source named last. Nobody is the user 0, so that the condition is never unknown.</summary>
    private static Expression Owned(Visibility.OwnedBy by, PatronDb db)
    {
        var nobody = default(UserId);
        UserId[] users = by.OrNobody ? [.. by.Users, nobody] : [.. by.Users];
        var (set, said) = (db.Set<FormRow>(), db.Relations);
        return Body(c => users.Contains(
            set.Where(f => f.CustomerId == c.Id && f.UserId != null).OrderByDescending(f => f.At).ThenByDescending(f => f.Id).Select(f => f.UserId).FirstOrDefault()
            ?? said.Where(r => r.CustomerId == c.Id && r.Kind == RelationKind.Owner && r.UserId != null).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Select(r => r.UserId).FirstOrDefault()
            ?? nobody));
    }

    private static CustomerQuery Owned(Visibility.OwnedBy by)
    {
        var owned = new CustomerQuery.CategoryIn(CustomerColumns.Owner, [.. by.Users.Select(u => u.ToString())]);
        return by.OrNobody ? new CustomerQuery.Any(owned, new CustomerQuery.CategoryMissing(CustomerColumns.Owner)) : owned;
    }

    internal static string KindWord(CustomerKind kind) => kind.ToString().ToLowerInvariant();

    private static Expression Since(Visibility.SinceBetween between)
    {
        var (from, to) = (between.From ?? DateOnly.MinValue, between.To ?? DateOnly.MaxValue);
        return Body(c => c.Since != null && c.Since >= from && c.Since <= to);
    }

    private static (Expression, CustomerQuery) Joined(
        IReadOnlyList<Visibility> parts, PatronDb? db, Func<Expression, Expression, Expression> join, bool ofNone, Func<CustomerQuery[], CustomerQuery> question)
    {
        var forms = parts.Select(p => Forms(p, db)).ToArray();
        return (forms.Length == 0 ? Expression.Constant(ofNone) : forms.Select(f => f.Row).Aggregate(join), question([.. forms.Select(f => f.Base)]));
    }

    private static Expression Body(Expression<Func<Customer, bool>> condition) => new Renamed(condition.Parameters[0]).Visit(condition.Body);

    private sealed class Renamed(ParameterExpression from) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? Customer : base.VisitParameter(node);
    }
}

/// <summary>Whoever is limited by no room sees everyone; limits of several rooms hold together.</summary>
internal sealed class UserVisibility(IDbContextFactory<PatronDb> contexts, IEnumerable<ILimitsSight> limits) : IVisibility
{
    private readonly ILimitsSight[] limits = [.. limits];

    public Visibility For(UserId? user)
    {
        if (user is not { } one) return Visibility.Everyone;
        Visibility[] limiting = [.. limits.Select(l => l.Of(one)).OfType<Visibility>()];
        return limiting switch { [] => Visibility.Everyone, [var only] => only, _ => new Visibility.AllOf(limiting) };
    }

    public async Task<bool> Sees(CustomerId customer, UserId? user, CancellationToken ct, bool inBin = false)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Known(db, user, inBin).AnyAsync(c => c.Id == customer, ct);
    }

    public async Task<HashSet<CustomerId>> Seen(IReadOnlyCollection<CustomerId> customers, UserId? user, CancellationToken ct)
    {
        if (customers.Count == 0) return [];
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. await Known(db, user, inBin: false).Where(c => customers.Contains(c.Id)).Select(c => c.Id).ToListAsync(ct)];
    }

    public CustomerQuery Query(Visibility visibility) => VisibilityCompiler.Compile(visibility, null).Base;

    public Bitmap? Set(CustomerBaseSnapshot snapshot, UserId? user) =>
        For(user) is var visibility && visibility == Visibility.Everyone ? null : snapshot.Select(new CustomerQuery.IncludeAnonymous(Query(visibility)), null, 0);

    private IQueryable<Customer> Known(PatronDb db, UserId? user, bool inBin) =>
        db.Customers.Where(c => !c.Anonymous && c.MergedInto == null && c.DeletedAt != null == inBin).Where(VisibilityCompiler.Compile(For(user), db).Row);
}
