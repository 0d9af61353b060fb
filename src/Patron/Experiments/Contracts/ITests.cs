using Patron.Data;
using Patron.Kernel;

namespace Patron.Experiments.Contracts;

/// <param name="Name">A letter; of the first arm the word of those left alone.</param>
/// <param name="Share">Of all who are drawn, from 0 to 1.</param>
public sealed record TestArm(string Name, double Share);

/// <summary>Something that is tried on people, some of whom are left alone.</summary>
/// <param name="Id">Of what is tested: a campaign's.</param>
/// <param name="Kind">"campaign".</param>
/// <param name="Key">What the draw hangs on; never changes, though the name may.</param>
/// <param name="Href">Its page.</param>
/// <param name="Arms">The first is the hold-out.</param>
/// <param name="WindowDays">So many days after somebody came in, what is bought counts; at least 1.</param>
/// <param name="Power">The probability that the expected effect is found, as reckoned beforehand; null where nobody reckoned.</param>
public sealed record TestPlan(long Id, string Kind, string Key, string Name, string Href, IReadOnlyList<TestArm> Arms, int WindowDays, double? Power);

/// <summary>Who is in which arm; places in the three lists belong together, customers ascending.</summary>
/// <param name="TwoArms">Customers whose records were in different arms before they were found to be one: the arm drawn first stays.</param>
public sealed record TestPeople(long[] Customers, int[] Arms, DateTimeOffset[] Since, IReadOnlySet<long> TwoArms);

/// <summary>That a customer came into an arm of a test other than its hold-out: the day of the contact.</summary>
public readonly record struct TestContact(long Customer, long Test, DateTimeOffset At, int WindowDays);

/// <summary>
/// Keeps what is tested on whom. The unit of chance is the person after identity resolution: each is drawn once by
/// <see cref="Patron.Analytics.Experiments.ArmDraw"/> with the test's key, and the arm is written down; when two persons turn out to be one, the first arm stays.
/// </summary>
public interface ITests
{
    /// <summary>Those that exist stay as they are.</summary>
    /// <param name="at">Null: now; as in the other methods.</param>
    Task Begin(BulkSession session, TestPlan test, CancellationToken ct, DateTimeOffset? at = null);

    /// <summary>Nobody comes in any more. Nothing happens where it has ended already.</summary>
    Task End(BulkSession session, long test, CancellationToken ct, DateTimeOffset? at = null);

    /// <summary>Writes down who was drawn; the caller leaves out those whom <see cref="People"/> holds already.</summary>
    void Assign(BulkSession session, long test, IReadOnlyList<(CustomerId Customer, int Arm)> drawn, DateTimeOffset? at = null);

    /// <summary>Takes a test out as if it had never been.</summary>
    Task Forget(BulkSession session, long test, CancellationToken ct);

    Task<TestPeople> People(long test, CancellationToken ct);

    /// <summary>All contacts, by any test, of the customers who are in this one; by customer, then by time.</summary>
    Task<IReadOnlyList<TestContact>> Contacts(long test, CancellationToken ct);

    /// <summary>Tests that began and have not ended.</summary>
    Task<IReadOnlyList<TestPlan>> Running(CancellationToken ct);
}
