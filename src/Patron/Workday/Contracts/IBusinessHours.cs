using Patron.Analytics.BusinessHours;

namespace Patron.Workday.Contracts;

/// <summary>The organisation's business hours, as they are set now.</summary>
public interface IBusinessHours
{
    Task<BusinessCalendar> Calendar(CancellationToken ct);
}
