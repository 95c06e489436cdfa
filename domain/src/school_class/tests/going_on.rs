//! Who is still in a class at the end of its year, and so goes on to the next.

use super::{AIGERIM, DAULET, GULNARA};
use super::{after, enrolled, formed, renamed, september, withdrawn};

#[test]
fn whoever_has_not_left_stays_on_and_whoever_came_later_does_not_yet() {
    let given = [formed(), enrolled(AIGERIM, None), enrolled(DAULET, Some(10)), enrolled(GULNARA, Some(20))];
    let class = after(given);
    let staying = |day| class.staying_since(september(day)).collect::<Vec<_>>();
    assert_eq!(staying(5), [AIGERIM]);
    assert_eq!(staying(10), [AIGERIM, DAULET]);
    assert_eq!(staying(20).len(), 3);
}

#[test]
fn whoever_leaves_does_not_go_on_even_if_they_leave_after_the_last_day() {
    let given = [formed(), enrolled(AIGERIM, Some(1)), enrolled(DAULET, Some(1)), withdrawn(20)];
    let class = after(given.clone());
    assert_eq!(class.staying_since(september(10)).collect::<Vec<_>>(), [DAULET]);
    let came_back = given.into_iter().chain([enrolled(AIGERIM, Some(25))]);
    assert_eq!(after(came_back).staying_since(september(30)).count(), 2);
}

#[test]
fn a_pupil_is_in_a_class_until_the_last_day_in_it() {
    let class = after([formed(), enrolled(AIGERIM, Some(10)), withdrawn(20)]);
    for (day, is_in) in [(1, true), (20, true), (21, false)] {
        assert_eq!(class.is_in_from(AIGERIM, september(day)), is_in, "{day}");
    }
    assert!(!class.is_in_from(DAULET, september(1)));
}

#[test]
fn a_class_knows_what_it_is_called() {
    assert_eq!(after([]).name(), None);
    assert_eq!(after([formed(), renamed("7A", "7B")]).name(), Some("7B"));
}
