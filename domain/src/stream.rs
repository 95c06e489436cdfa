//! How a stream of events is built, the same for every stream.
//!
//! A stream has a state that `absorb`s events and never fails, and a pure `decide` that turns a
//! command into events or a refusal. [`stream!`] ties the two to the framework's `Aggregate`, so no
//! stream can do more in its handler than decide.

use cqrs_es::Aggregate;

/// What the store needs to know of a stream beyond the framework's `Aggregate`.
pub trait Stream:
    Aggregate<Services = (), Command: Send + Clone, Event: Send, Error: Send + Sync> + Clone + 'static
{
    /// Whether `decide` reads personal data. Only then are its events opened before the fold.
    const READS_PERSONAL_DATA: bool;

    /// Decides what a command leads to. Pure: same state and command, same answer.
    fn decide(&self, command: Self::Command) -> Result<Vec<Self::Event>, Self::Error>;
}

/// Ties a state with `decide` and `absorb` to the framework.
macro_rules! stream {
    ($state:ident, $name:literal, $command:ident, $event:ident, $error:ident, reads_personal_data: $reads:literal) => {
        impl cqrs_es::Aggregate for $state {
            const TYPE: &'static str = $name;
            type Command = $command;
            type Event = $event;
            type Error = $error;
            type Services = ();

            async fn handle(
                &mut self,
                command: $command,
                (): &(),
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), $error> {
                for event in self.decide(command)? {
                    sink.write(event, self).await;
                }
                Ok(())
            }

            fn apply(&mut self, event: $event) {
                self.absorb(event);
            }
        }

        impl crate::stream::Stream for $state {
            const READS_PERSONAL_DATA: bool = $reads;

            fn decide(&self, command: $command) -> Result<Vec<$event>, $error> {
                Self::decide(self, command)
            }
        }

        impl cqrs_es::DomainEvent for $event {
            fn event_type(&self) -> String {
                <&'static str>::from(self).to_owned()
            }

            fn event_version(&self) -> String {
                crate::fact::CURRENT_VERSION.to_owned()
            }
        }
    };
}
pub(crate) use stream;
